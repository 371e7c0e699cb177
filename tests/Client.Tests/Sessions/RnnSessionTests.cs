using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Client.Sessions;

namespace RnnCluster.Client.Tests.Sessions;

/// <summary>A session without a cluster: the stream and the grain are the test's.</summary>
public sealed class RnnSessionTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeSessionGrain _grain = new();
    private readonly FakeInputStream _stream = new();
    private readonly RnnClientOptions _options = new() { SessionFramesLimit = 3, ClientFramesLimit = 4, ResendAfterMs = 1_000 };
    private RnnClient _client = null!;
    private RnnSession _session = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _client = new RnnClient(cluster: null!, Options.Create(_options), _time, NullLogger<RnnClient>.Instance);
        _session = Create(_stream);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync();
        await _client.DisposeAsync();
    }

    [Fact]
    public async Task Send_Frames_AreNumberedAndNameTheClientsStream()
    {
        Assert.Equal(0, await SendAsync());
        Assert.Equal(1, await SendAsync());

        var published = (await _stream.NextTryAsync()).ToList();
        while (published.Count < 2)
        {
            published.AddRange(await _stream.NextTryAsync());
        }

        Assert.Equal([0, 1], published);
    }

    [Fact]
    public async Task Receive_OutputsTwice_GivesThemOnceAndEndsWithTheLastAnswer()
    {
        await SendAsync();
        await SendAsync();
        _session.CompleteSending();

        foreach (var sequence in new[] { 0, 0, 1, 0, 1 })
        {
            _session.Flow.Receive(Output(sequence));
        }

        Assert.Equal([0L, 1L], await _session.ReadOutputsAsync(Cancellation).Select(output => output.Sequence).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task ResendIfSilent_AfterItsPatience_SendsAllUnansweredAndDoublesThePatienceUpToABound()
    {
        await SendThroughAsync(0);
        await SendThroughAsync(1);
        _session.Flow.Receive(Output(0));

        for (var second = 1; second <= 15; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            ResendIfSilent();
            if (second is 1 or 3 or 7 or 11 or 15)
            {
                Assert.Equal([1], await _stream.NextTryAsync());
            }
        }

        // Whatever else was sent would come before this.
        await SendThroughAsync(2);
    }

    [Fact]
    public async Task ResendIfSilent_NothingUnanswered_SendsNothing()
    {
        await SendThroughAsync(0);
        _session.Flow.Receive(Output(0));
        _time.Advance(TimeSpan.FromHours(1));

        ResendIfSilent();

        await SendThroughAsync(1);
    }

    [Fact]
    public async Task Receive_AnswerBehindAMissingOne_SendsTheMissingFrameAgainOnce()
    {
        await SendThroughAsync(0);
        await SendThroughAsync(1);
        await SendThroughAsync(2);

        _session.Flow.Receive(Output(1));
        _session.Flow.Receive(Output(2));

        var again = (await _stream.NextTryAsync()).ToList();
        while (again.Count < 3)
        {
            again.AddRange(await _stream.NextTryAsync());
        }

        Assert.Equal([0, 1, 2], again);
        foreach (var sequence in new[] { 0, 1, 2 })
        {
            _session.Flow.Receive(Output(sequence));
        }

        _session.CompleteSending();
        Assert.Equal([0L, 1, 2], await _session.ReadOutputsAsync(Cancellation).Select(output => output.Sequence).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Receive_RequestForMissingFrames_SendsThemAgain()
    {
        await SendThroughAsync(0);
        await SendThroughAsync(1);
        await SendThroughAsync(2);

        _session.Flow.Receive(Ask(1));

        var again = (await _stream.NextTryAsync()).ToList();
        if (again.Count < 2)
        {
            again.AddRange(await _stream.NextTryAsync());
        }

        Assert.Equal([1, 2], again);
    }

    [Fact]
    public async Task Receive_RequestForAnsweredFramesThatIsOld_DoesNotLoseTheSession()
    {
        await SendThroughAsync(0);
        await SendThroughAsync(1);
        _session.Flow.Receive(Output(0) with { DurableThrough = 0 });
        _grain.NextSequence = 1;

        _session.Flow.Receive(Ask(0));
        await _grain.Asked.Task.WaitAsync(Cancellation);

        _session.Flow.Receive(Output(1));
        Assert.Equal(2, await SendAsync());
    }

    [Fact]
    public async Task Receive_RequestForAnsweredFrames_WhenTheClusterLostThem_EndsTheSession()
    {
        await SendThroughAsync(0);
        await SendThroughAsync(1);
        _session.Flow.Receive(Output(0) with { DurableThrough = 0 });
        _grain.NextSequence = 0;

        _session.Flow.Receive(Ask(0));

        var read = new List<long>();
        var exception = await Assert.ThrowsAsync<SessionException>(async () =>
        {
            await foreach (var output in _session.ReadOutputsAsync(Cancellation))
            {
                read.Add(output.Sequence);
            }
        });
        Assert.Equal([0], read);
        Assert.Equal(ErrorCodes.SessionLost, exception.Code);
        Assert.Equal(
            "the cluster lost the state of session tagger/s: it asks for frame 0, which was answered and is not kept any more",
            exception.Message);
        Assert.Same(exception, await Assert.ThrowsAsync<SessionException>(SendAsync));
    }

    [Fact]
    public async Task Send_WindowFull_WaitsUntilAnAnswerIsRead()
    {
        for (var sequence = 0; sequence < 3; sequence++)
        {
            await SendAsync();
            _session.Flow.Receive(Output(sequence));
        }

        var waiting = SendAsync();
        Assert.False(waiting.IsCompleted);
        await using var reader = _session.ReadOutputsAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        Assert.True(await reader.MoveNextAsync());

        Assert.Equal(3, await waiting.WaitAsync(Cancellation));
    }

    [Fact]
    public async Task Send_ClientsWindowFull_WaitsForAnAnswerOfAnySession()
    {
        await using var other = Create(new FakeInputStream());
        for (var frame = 0; frame < 3; frame++)
        {
            await SendAsync();
        }

        await other.SendAsync(new IdsInput([1]), cancellation: Cancellation);
        var waiting = other.SendAsync(new IdsInput([1]), cancellation: Cancellation);
        Assert.False(waiting.IsCompleted);

        _session.Flow.Receive(Output(0));
        Assert.Equal(1, await waiting.WaitAsync(Cancellation));
    }

    [Fact]
    public async Task Send_CancelledInEitherWindow_GivesBothPlacesBack()
    {
        await using var other = Create(new FakeInputStream());
        await SendAsync();
        await SendAsync();
        await other.SendAsync(new IdsInput([1]), cancellation: Cancellation);
        await other.SendAsync(new IdsInput([1]), cancellation: Cancellation);

        // One place is left in the session's window, none in the client's.
        for (var turn = 0; turn < 5; turn++)
        {
            using var cancelling = new CancellationTokenSource();
            var waiting = _session.SendAsync(new IdsInput([1]), cancellation: cancelling.Token);
            await cancelling.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        }

        await other.DisposeAsync();
        Assert.Equal(2, await SendAsync().WaitAsync(Cancellation));
    }

    [Fact]
    public async Task Ask_ReaderGone_KeepsTheFrameAndFreesItsPlaceOnce()
    {
        using var cancelling = new CancellationTokenSource();
        for (var turn = 0; turn < 3; turn++)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            {
                var asking = _session.AskAsync(new IdsInput([1]), cancellation: cancelling.Token);
                await cancelling.CancelAsync();
                await asking;
            });
        }

        Assert.InRange(await SendAsync(), 0, 1);
    }

    [Fact]
    public async Task Close_Session_ClosesItThereAndHere()
    {
        await _session.CloseAsync();

        Assert.True(_grain.IsClosed);
        await Assert.ThrowsAsync<ObjectDisposedException>(SendAsync);
        Assert.Empty(await _session.ReadOutputsAsync(Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Start_AfterTheClientWasDisposed_SendsNothing()
    {
        var session = new RnnSession(new SessionKey("tagger", "late"), _client, _grain, "client-1");
        await session.DisposeAsync();

        Assert.Throws<ObjectDisposedException>(() => session.Start(_grain.Position, _stream));
        await session.DisposeAsync();
    }

    [Fact]
    public void Client_OptionsOutOfBounds_AreRefusedInOneMessage()
    {
        var options = new RnnClientOptions { SessionFramesLimit = 0, ResendAfterMs = 9 };

        var exception = Assert.Throws<OptionsValidationException>(
            () => new RnnClient(cluster: null!, Options.Create(options), _time, NullLogger<RnnClient>.Instance));

        Assert.Equal(
            "SessionFramesLimit is 0; it must be 1 to 1000000; ResendAfterMs is 9; it must be 10 to 600000", exception.Message);
    }

    private void ResendIfSilent()
    {
        var framesLeft = int.MaxValue;
        _session.Flow.ResendIfSilent(ref framesLeft);
    }

    private static OutputFrame Output(long sequence) => new() { Session = "tagger/s", Sequence = sequence };

    private static OutputFrame Ask(long sequence) => new() { Session = "tagger/s", Sequence = 9, ResendFrom = sequence };

    private RnnSession Create(FakeInputStream stream)
    {
        var session = new RnnSession(new SessionKey("tagger", "s"), _client, _grain, "client-1");
        session.Start(_grain.Position, stream);
        return session;
    }

    private Task<long> SendAsync() => _session.SendAsync(new IdsInput([1]), cancellation: Cancellation);

    /// <summary>Sends a frame and waits until the stream has it, alone.</summary>
    private async Task SendThroughAsync(long sequence)
    {
        Assert.Equal(sequence, await SendAsync());
        Assert.Equal([sequence], await _stream.NextTryAsync());
    }
}
