using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Client.Sessions;
using RnnCluster.Client.Tests.Replies;

namespace RnnCluster.Client.Tests.Sessions;

/// <summary>A session whose silo crashes, whose client starts again, or of which there is news.</summary>
public sealed class SessionRecoveryTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeSessionGrain _grain = new();
    private readonly FlakyInputStream _input = new(chance: null);
    private readonly FakeOutputStream _output = new();
    private readonly ListLogger _log = new();
    private RnnClient _client = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IEnumerable<long> Sent => _input.Taken.Select(frame => frame.Sequence);

    public ValueTask InitializeAsync()
    {
        _client = new RnnClient(
            FakeCluster.Create(_grain, _input, _output),
            Options.Create(new RnnClientOptions { SessionFramesLimit = 2_000, RetainedFramesLimit = 1_500, ResendAfterMs = 1_000 }),
            _time,
            _log);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    [Fact]
    public async Task Receive_RequestForAnsweredFrames_SendsThemAgainAndShowsTheirOutputsOnce()
    {
        await using var session = await OpenAsync(frames: 4);
        await AnswerAsync(0, 3, durable: 0);

        await DeliverAsync(Ask(1));
        Assert.Equal([1, 2, 3], Sent.Skip(4));
        await AnswerAsync(1, 3, durable: 0);

        Assert.Equal([0, 1, 2, 3], await ReadAsync(session));
    }

    [Fact]
    public async Task Receive_RequestForManyFrames_SendsThemInPartsAsTheyAreAnswered()
    {
        await using var session = await OpenAsync(frames: 1_200);

        await DeliverAsync(Ask(0));
        Assert.Equal(Enumerable.Range(0, 512).Select(number => (long)number), Sent.Skip(1_200));
        await SendAsync(session, 1);
        await AnswerAsync(0, 255, durable: -1);
        Assert.Equal(1_200 + 512, _input.Taken.Count);
        await AnswerAsync(255, 1, durable: -1);
        Assert.Equal(1_200 + 1_024, _input.Taken.Count);
        await AnswerAsync(256, 945, durable: -1);

        Assert.Equal(Enumerable.Range(0, 1_201).Select(number => (long)number), Sent.Skip(1_200));
        await SendAsync(session, 1);
        Assert.Equal(1_201, Sent.Last());
    }

    [Fact]
    public async Task Receive_FramesWithoutRoom_GoAgainWhenTheAnswersComeNear()
    {
        await using var session = await OpenAsync(frames: 600);
        for (var sequence = 400; sequence < 600; sequence++)
        {
            await DeliverAsync(Output(sequence) with { Error = new FrameError(ErrorCodes.TooManyFrames, "full") });
        }

        await AnswerAsync(0, 143, durable: -1);
        Assert.Equal(600, _input.Taken.Count);
        await AnswerAsync(143, 1, durable: -1);

        Assert.Equal(Enumerable.Range(400, 200).Select(number => (long)number), Sent.Skip(600));
    }

    [Fact]
    public async Task Receive_StoreOutOfReach_LetsTheOldestFramesGoAndSaysSoOnce()
    {
        await using var session = await OpenAsync(frames: 1_600);
        await AnswerAsync(0, 1_600, durable: -1);
        var told = Assert.Single(_log.Lines, line => line.Level == LogLevel.Warning);

        Assert.Equal(
            "Session tagger/s has too many frames behind its checkpoint, which covers -1: it can send again from 1 on only", told.Message);
        await DeliverAsync(Ask(200));
        Assert.Equal(200, Sent.ElementAt(1_600));
        await DeliverAsync(Ask(50));
        var lost = await Assert.ThrowsAsync<SessionException>(() => SendAsync(session, 1));
        Assert.Equal(ErrorCodes.SessionLost, lost.Code);
    }

    [Fact]
    public async Task Resume_AnswersThatTheEarlierProcessMissed_AreTheFirstOutputs()
    {
        (_grain.NextSequence, _grain.DurableThrough) = (8, 7);
        _grain.OnOpen = request => AnswerAsync(request.AnsweredThrough!.Value + 1, 2, durable: 7).Ignore();

        await using var session = await _client.ResumeAsync("tagger", "s", answeredThrough: 4, Cancellation);

        Assert.Equal(
            new OpenRequest { ReplyTo = Assert.Single(_client.Replies.Keys), MustExist = true, AnsweredThrough = 4 },
            Assert.Single(_grain.Openings));
        Assert.Equal((8, 7), (session.NextSequence, session.DurableThrough));
        await SendAsync(session, 1);
        await AnswerAsync(7, 2, durable: 7);
        Assert.Equal([5, 6, 7, 8], await ReadAsync(session));
        Assert.Equal([8], Sent);
        Assert.Null(_input.Taken[0].Opening);
    }

    [Fact]
    public async Task Resume_AnswersStayAway_AreAskedForAgain()
    {
        (_grain.NextSequence, _grain.DurableThrough) = (8, 7);
        await using var session = await _client.ResumeAsync("tagger", "s", answeredThrough: 4, Cancellation);
        await AnswerAsync(5, 1, durable: 7);
        _grain.OnOpen = request =>
            AnswerAsync(request.AnsweredThrough!.Value + 1, (int)(7 - request.AnsweredThrough.Value), durable: 7).Ignore();

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(2, _grain.Openings.Count);
        Assert.Equal([5, 6, 7], await ReadAsync(session));
        Assert.Empty(Sent);
    }

    [Fact]
    public async Task Resume_ClusterIsBehind_SendsFromThereAndShowsNothingAgain()
    {
        (_grain.NextSequence, _grain.DurableThrough) = (3, 2);
        await using var session = await _client.ResumeAsync("tagger", "s", answeredThrough: 4, Cancellation);
        Assert.Equal(3, session.NextSequence);

        for (var frame = 0; frame < 3; frame++)
        {
            await SendAsync(session, frame);
        }

        await AnswerAsync(3, 3, durable: 2);

        Assert.Equal([5], await ReadAsync(session));
        Assert.Equal([3, 4, 5], Sent);
    }

    [Fact]
    public async Task Resume_ClusterCrashesBehindTheEarlierProcess_LosesTheSessionUntilItIsResumedAgain()
    {
        (_grain.NextSequence, _grain.DurableThrough) = (8, 5);
        var session = await _client.ResumeAsync("tagger", "s", answeredThrough: 7, Cancellation);
        await SendAsync(session, 1);
        _grain.NextSequence = 6;

        await DeliverAsync(Ask(6));

        var lost = await Assert.ThrowsAsync<SessionException>(() => SendAsync(session, 1));
        Assert.Equal(ErrorCodes.SessionLost, lost.Code);
        await using var again = await _client.ResumeAsync("tagger", "s", answeredThrough: 7, Cancellation);
        Assert.Equal(6, again.NextSequence);
    }

    [Fact]
    public async Task Resume_SessionThatIsNotThere_SaysSoAndLeavesNothingBehind()
    {
        _grain.OpenFaults.Enqueue(new SessionException(ErrorCodes.UnknownSession, "there is no session tagger/s"));

        var exception = await Assert.ThrowsAsync<SessionException>(() => _client.ResumeAsync("tagger", "s", 4, Cancellation));

        Assert.Equal(ErrorCodes.UnknownSession, exception.Code);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _client.ResumeAsync("tagger", "s", -2, Cancellation));
        await using var session = await OpenAsync(frames: 0);
    }

    [Fact]
    public async Task Notice_PagedOut_IsToldAndTheSessionGoesOn()
    {
        await using var session = await OpenAsync(frames: 1);
        var told = new List<SessionNotice>();
        session.Noticed += told.Add;
        session.Noticed += _ => throw new InvalidOperationException("a bad listener");
        await AnswerAsync(0, 1, durable: -1);
        var notice = new SessionNotice(SessionNoticeKind.PagedOut, "idle", NextSequence: 1);

        await DeliverAsync(Notice(notice) with { DurableThrough = 0 });
        await SendAsync(session, 1);

        Assert.Equal([notice], told);
        Assert.Equal(0, session.DurableThrough);
        Assert.Single(_log.Lines, line => line.Level == LogLevel.Error);
    }

    [Fact]
    public async Task Notice_Closed_EndsTheSessionForAllWhoWait()
    {
        var session = await OpenAsync(frames: 1);
        var asking = session.AskAsync(new IdsInput([1]), cancellation: Cancellation);
        var reading = ReadAsync(session);

        await DeliverAsync(Notice(new SessionNotice(SessionNoticeKind.Closed, "by ann", NextSequence: 1)));

        foreach (var waiting in new Task[] { asking, reading, SendAsync(session, 1) })
        {
            var exception = await Assert.ThrowsAsync<SessionException>(() => waiting);
            Assert.Equal((ErrorCodes.Closed, "session tagger/s was closed: by ann"), (exception.Code, exception.Message));
        }
    }

    [Fact]
    public async Task Notice_RefusedByASiloThatKnowsNothingOfIt_IsToldAndTheSessionGoesOn()
    {
        await using var session = await OpenAsync(frames: 1);
        var told = new List<SessionNotice>();
        session.Noticed += told.Add;
        var notice = new SessionNotice(SessionNoticeKind.Refused, "the store cannot be read", NextSequence: 0);

        await DeliverAsync(Notice(notice));

        Assert.Equal([notice], told);
        Assert.Equal(1, await SendAsync(session, 1));
    }

    [Fact]
    public async Task Notice_OfAnEarlierSessionOfThatName_IsLeftOut()
    {
        await using var session = await OpenAsync(frames: 1);
        session.Noticed += _ => Assert.Fail("it is not for this session");

        await DeliverAsync(Notice(new SessionNotice(SessionNoticeKind.Closed, "by ann", NextSequence: 1) { Incarnation = -1 }));

        Assert.Equal(1, await SendAsync(session, 1));
    }

    private static OutputFrame Output(long sequence) => new() { Session = "tagger/s", Sequence = sequence };

    private static OutputFrame Ask(long sequence) => Output(9) with { ResendFrom = sequence };

    private static OutputFrame Notice(SessionNotice notice) => Output(notice.NextSequence) with { Notice = notice };

    private static Task<long> SendAsync(RnnSession session, int id) => session.SendAsync(new IdsInput([id]), cancellation: Cancellation);

    private static async Task<List<long>> ReadAsync(RnnSession session)
    {
        session.CompleteSending();
        return await session.ReadOutputsAsync(Cancellation).Select(output => output.Sequence).ToListAsync(Cancellation);
    }

    private Task DeliverAsync(params OutputFrame[] outputs) => _output.DeliverAsync(outputs);

    private Task AnswerAsync(long first, int count, long durable) => DeliverAsync(
        [.. Enumerable.Range(0, count).Select(number => Output(first + number) with { DurableThrough = durable })]);

    private async Task<RnnSession> OpenAsync(int frames)
    {
        var session = await _client.OpenAsync("tagger", "s", cancellation: Cancellation);
        for (var frame = 0; frame < frames; frame++)
        {
            await SendAsync(session, frame);
        }

        return session;
    }
}
