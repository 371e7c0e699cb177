using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Orleans.Streams;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Client.Sessions;

namespace RnnCluster.Client.Tests.Sessions;

/// <summary>Room, lines, the watch, and what a session costs.</summary>
public sealed class SessionFlowTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private readonly FlakyInputStream _stream = new(chance: null);
    private RnnClient _client = null!;
    private RnnSession _session = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        Use(new RnnClientOptions { SessionFramesLimit = 3, ClientFramesLimit = 4, ResendAfterMs = 1_000 });
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync();
        await _client.DisposeAsync();
    }

    [Fact]
    public async Task Send_WindowFull_WaitersAreSentInTheOrderInWhichTheyCame()
    {
        var sends = Enumerable.Range(0, 3).Select(id => SendAsync(_session, id)).ToList();
        using var cancelling = new CancellationTokenSource();
        sends.AddRange(Enumerable.Range(3, 5).Select(
            id => _session.SendAsync(new IdsInput([id]), cancellation: id == 5 ? cancelling.Token : Cancellation)));
        await cancelling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sends[5]);
        sends.RemoveAt(5);
        await using var reader = _session.ReadOutputsAsync(Cancellation).GetAsyncEnumerator(Cancellation);

        for (var sequence = 0; sequence < 4; sequence++)
        {
            Assert.Equal(3 + sequence, sends.Count(send => send.IsCompletedSuccessfully));
            Answer(_session, sequence);
            Assert.Equal(3 + sequence, sends.Count(send => send.IsCompletedSuccessfully));
            Assert.True(await reader.MoveNextAsync());
        }

        long[] numbers = [0, 1, 2, 3, 4, 5, 6];
        Assert.Equal(numbers, await Task.WhenAll(sends));
        Assert.Equal([0, 1, 2, 3, 4, 6, 7], _stream.Taken.Select(Id));
        Assert.Equal(numbers, _stream.Taken.Select(frame => frame.Sequence));
    }

    [Fact]
    public async Task Send_ClientsWindowFull_SessionsTakeTurns()
    {
        await using var second = Create(_stream, "second");
        await using var third = Create(_stream, "third");
        await Task.WhenAll(SendAsync(_session, 0), SendAsync(_session, 1), SendAsync(_session, 2), SendAsync(second, 10));
        var waiting = new[] { SendAsync(second, 11), SendAsync(second, 12), SendAsync(third, 20), SendAsync(third, 21) };
        Assert.DoesNotContain(waiting, send => send.IsCompleted);

        Answer(_session, 0);
        Answer(_session, 1);
        Answer(_session, 2);
        Answer(second, 0);

        long[] numbers = [1, 2, 0, 1];
        Assert.Equal(numbers, await Task.WhenAll(waiting));
        Assert.Equal([0, 1, 2, 10, 11, 20, 12, 21], _stream.Taken.Select(Id));
    }

    [Fact]
    public async Task Send_SessionInLineThatEnds_LeavesItsPlaceToTheNext()
    {
        var second = Create(_stream, "second");
        await using var third = Create(_stream, "third");
        await Task.WhenAll(SendAsync(_session, 0), SendAsync(_session, 1), SendAsync(_session, 2), SendAsync(third, 20));
        var gone = SendAsync(second, 10);
        var waiting = SendAsync(third, 21);

        await second.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => gone);
        Assert.False(waiting.IsCompleted);
        Answer(_session, 0);

        Assert.Equal(1, await waiting.WaitAsync(Cancellation));
    }

    [Fact]
    public async Task CompleteSending_WhileAFrameWaitsForRoom_RefusesIt()
    {
        await Task.WhenAll(SendAsync(_session, 0), SendAsync(_session, 1), SendAsync(_session, 2));
        var waiting = SendAsync(_session, 3);

        _session.CompleteSending();

        await Assert.ThrowsAsync<InvalidOperationException>(() => waiting);
        for (var sequence = 0; sequence < 3; sequence++)
        {
            Answer(_session, sequence);
        }

        Assert.Equal(3, (await _session.ReadOutputsAsync(Cancellation).ToListAsync(Cancellation)).Count);
    }

    [Fact]
    public async Task Send_CancelledBefore_SendsNothingThoughThereIsRoom()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _session.SendAsync(new IdsInput([1]), cancellation: new CancellationToken(canceled: true)));

        Assert.Equal(0, await SendAsync(_session, 2));
        Assert.Equal([2], _stream.Taken.Select(Id));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Send_ManySendersThatGiveUpNowAndThen_LosesNoPlaceAndNoFrame(int seed)
    {
        var streams = Enumerable.Range(0, 3).Select(_ => new EchoStream()).ToList();
        var sessions = streams.Select((stream, i) => Create(stream, $"s{i}", stream.Attach)).ToList();
        var reading = sessions.Select(ReadAllAsync).ToList();

        var sent = await Task.WhenAll(Enumerable.Range(0, 6).Select(sender => Task.Run(
            async () =>
            {
                var chance = new Random((seed * 100) + sender);
                var count = 0;
                for (var turn = 0; turn < 1_000; turn++)
                {
                    using var cancelling = new CancellationTokenSource();
                    var sending = sessions[sender % 3].SendAsync(new IdsInput([sender]), cancellation: cancelling.Token);
                    if (chance.Next(3) == 0)
                    {
                        await cancelling.CancelAsync();
                    }

                    count += await Task.WhenAny(sending) is { IsCompletedSuccessfully: true } ? 1 : 0;
                }

                return count;
            },
            Cancellation)));

        sessions.ForEach(session => session.CompleteSending());
        var read = await Task.WhenAll(reading);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(Enumerable.Range(0, sent[i] + sent[i + 3]).Select(sequence => (long)sequence), read[i]);
        }

        // All places are there again: a fresh session gets its own, another one the client's last.
        await Task.WhenAll(SendAsync(_session, 0), SendAsync(_session, 1), SendAsync(_session, 2), SendAsync(Create(_stream, "last"), 3))
            .WaitAsync(Cancellation);
    }

    [Fact]
    public async Task Watch_OnlySessionsThatWait_AreLookedAt()
    {
        await using var idle = Create(_stream, "idle");
        Assert.Equal(0, _client.Silence.Count);
        for (var sequence = 0; sequence < 5; sequence++)
        {
            await SendAsync(_session, sequence);
            Answer(_session, sequence);
            await _session.ReadOutputsAsync(Cancellation).FirstAsync(Cancellation);
            Assert.Equal(1, _client.Silence.Count);
        }

        Look();
        Assert.Equal(0, _client.Silence.Count);
        await SendAsync(_session, 5);
        Look();
        Assert.Equal(1, _client.Silence.Count);
        await _session.DisposeAsync();
        Look();
        Assert.Equal(0, _client.Silence.Count);
    }

    [Fact]
    public async Task Watch_SessionThatStaysSilent_IsSentAgainByTheTimer()
    {
        await SendAsync(_session, 7);
        Look();
        Assert.Single(_stream.Taken);

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal([7, 7], _stream.Taken.Select(Id));
        Assert.Equal(1, _client.Silence.Count);
    }

    [Fact]
    public async Task Watch_ManySilentSessions_AreSentAgainABoundedNumberALook()
    {
        Use(new RnnClientOptions { ResendAfterMs = 1_000, ResendFramesLimit = 20 });
        for (var id = 0; id < 10; id++)
        {
            await SendAsync(Create(_stream, $"s{id}"), id);
        }

        _time.Advance(TimeSpan.FromMilliseconds(900));
        for (var look = 1; look <= 6; look++)
        {
            Look();
            Assert.Equal(10 + Math.Min(2 * look, 10), _stream.Taken.Count);
        }

        Assert.Equal(Enumerable.Range(0, 10), _stream.Taken.Skip(10).Select(Id));
    }

    [Fact]
    public void Create_IdleSession_TakesLessThanAKilobyte()
    {
        var stream = new CountingInputStream();
        var kept = new List<RnnSession>(101) { Create(stream, "first") };

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            kept.Add(Create(stream, "one-of-a-hundred"));
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 100, 0, 1_000);
    }

    [Fact]
    public void SendAndRead_WithRoom_AllocatesTheFrameItsEntryAndTheTask()
    {
        var session = Create(new CountingInputStream(), "quick");
        var input = new IdsInput([1]);
        var answers = Enumerable.Range(0, 1_100).Select(sequence => Output(sequence)).ToArray();
        var reader = session.ReadOutputsAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        Turns(0, 100);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Turns(100, 1_100);

        // A frame is 88 bytes, its entry in the window 64, the task with its number 72.
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 1_000, 0, 224);

        void Turns(int from, int to)
        {
            for (var sequence = from; sequence < to; sequence++)
            {
                var sending = session.SendAsync(input, cancellation: Cancellation);
                session.Flow.Receive(answers[sequence]);
                if (!sending.IsCompletedSuccessfully || !reader.MoveNextAsync().AsTask().IsCompletedSuccessfully)
                {
                    throw new InvalidOperationException($"frame {sequence} waited");
                }
            }
        }
    }

    private static int Id(InputFrame frame) => ((IdsInput)frame.Input!).Ids[0];

    private static OutputFrame Output(long sequence) => new() { Session = "tagger/s", Sequence = sequence };

    private static Task<long> SendAsync(RnnSession session, int id) =>
        session.SendAsync(new IdsInput([id]), cancellation: Cancellation);

    private static void Answer(RnnSession session, long sequence) => session.Flow.Receive(Output(sequence));

    private static async Task<List<long>> ReadAllAsync(RnnSession session) =>
        await session.ReadOutputsAsync(Cancellation).Select(output => output.Sequence).ToListAsync(Cancellation);

    private void Look() => _time.Advance(TimeSpan.FromMilliseconds(100));

    private void Use(RnnClientOptions options)
    {
        _client = new RnnClient(cluster: null!, Options.Create(options), _time, NullLogger<RnnClient>.Instance);
        _session = Create(_stream, "s");
    }

    private RnnSession Create(IAsyncStream<InputFrame> stream, string id, Action<RnnSession>? started = null)
    {
        var session = new RnnSession(new SessionKey("tagger", id), _client, new FakeSessionGrain(), "client-1");
        session.Start(new SessionPosition("tagger/s", "1", NextSequence: 0, DurableThrough: -1, Steps: 0), stream);
        started?.Invoke(session);
        return session;
    }

    /// <summary>Answers every frame on another thread, one after the other.</summary>
    private sealed class EchoStream : InputStreamStub
    {
        private RnnSession _session = null!;
        private Task _answered = Task.CompletedTask;

        public void Attach(RnnSession session) => _session = session;

        public override Task OnNextAsync(InputFrame item, StreamSequenceToken? token = null)
        {
            _answered = _answered.ContinueWith(_ => Answer(_session, item.Sequence), TaskScheduler.Default);
            return Task.CompletedTask;
        }

        public override Task OnNextBatchAsync(IEnumerable<InputFrame> batch, StreamSequenceToken? token = null) =>
            throw new NotSupportedException();
    }
}
