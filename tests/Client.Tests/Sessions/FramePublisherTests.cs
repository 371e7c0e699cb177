using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orleans.Streams;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Client.Sessions;

namespace RnnCluster.Client.Tests.Sessions;

public sealed class FramePublisherTests : IFrameSource
{
    private readonly Lock _gate = new();
    private readonly FakeInputStream _stream = new();
    private readonly FakeTimeProvider _time = new();
    private readonly TaskCompletionSource<SessionException> _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);

    string IFrameSource.Name => "tagger/s";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    void IFrameSource.Fail(SessionException failure) => _failure.TrySetResult(failure);

    [Fact]
    public async Task Publish_WhileASendIsUnderWay_GathersWhatComesIntoTheNext()
    {
        var hold = new TaskCompletionSource();
        _stream.Hold = hold.Task;
        var publisher = Create();

        Publish(publisher, Frame(0));
        Assert.Equal([0], await _stream.NextTryAsync());
        for (var sequence = 1; sequence < 4; sequence++)
        {
            Publish(publisher, Frame(sequence));
        }

        hold.SetResult();
        Assert.Equal([1, 2, 3], await _stream.NextTryAsync());
    }

    [Fact]
    public async Task Publish_LargeFrames_TravelInMessagesThatFit()
    {
        var hold = new TaskCompletionSource();
        _stream.Hold = hold.Task;
        var publisher = Create();
        Publish(publisher, Frame(0));
        await _stream.NextTryAsync();
        for (var sequence = 1; sequence < 6; sequence++)
        {
            Publish(publisher, Frame(sequence) with { Input = new TextInput(new string('a', 400_000)) });
        }

        hold.SetResult();

        Assert.Equal([1, 2], await _stream.NextTryAsync());
        Assert.Equal([3, 4], await _stream.NextTryAsync());
        Assert.Equal([5], await _stream.NextTryAsync());
    }

    [Fact]
    public async Task Publish_StreamWithoutRoom_TriesTheSameFramesAgain()
    {
        _stream.Refusals = 2;
        var publisher = Create(waitMs: int.MaxValue);

        Publish(publisher, Frame(0));
        Assert.Equal([0], await _stream.NextTryAsync());
        Assert.Equal([0], await AfterAsync(_stream.NextTryAsync(), milliseconds: 5));
        Assert.Equal([0], await AfterAsync(_stream.NextTryAsync(), milliseconds: 10));
        Publish(publisher, Frame(1));

        Assert.Equal([1], await _stream.NextTryAsync());
        Assert.False(_failure.Task.IsCompleted);
    }

    [Fact]
    public async Task Publish_StreamNeverWithRoom_FailsTheSessionAndStops()
    {
        _stream.Refusals = int.MaxValue;
        var publisher = Create();

        Publish(publisher, Frame(0));
        var failure = await AfterAsync(_failure.Task, milliseconds: 5);
        var refusals = _stream.Refusals;
        Publish(publisher, Frame(1));
        await publisher.StopAsync();

        Assert.Equal(ErrorCodes.Overloaded, failure.Code);
        Assert.Equal("the input stream of session tagger/s took no frame for 100 ms: the queue is full", failure.Message);
        Assert.Equal(refusals, _stream.Refusals);
    }

    [Fact]
    public async Task Stop_WhileItWaitsForRoom_EndsAtOnceAndMayBeRepeated()
    {
        _stream.Refusals = int.MaxValue;
        var publisher = Create();
        Publish(publisher, Frame(0));
        await _stream.NextTryAsync();

        await publisher.StopAsync();
        await publisher.StopAsync();

        Assert.False(_failure.Task.IsCompleted);
    }

    [Fact]
    public void Publish_StreamThatTakesAtOnce_AllocatesNothing()
    {
        var stream = new CountingInputStream();
        var publisher = Create(stream);
        var frames = Enumerable.Range(0, 1_000).Select(sequence => Frame(sequence)).ToArray();
        Publish(publisher, frames[0]);

        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var frame in frames.AsSpan(1))
        {
            Publish(publisher, frame);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal((1_000, 999), (stream.Count, stream.Last));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Publish_StreamThatRefusesNowAndThen_TakesEveryFrameOnceInOrder(int seed)
    {
        var chance = new Random(seed);
        var stream = new FlakyInputStream(new Random(seed));
        var publisher = Create(stream, waitMs: int.MaxValue);
        for (var sequence = 0; sequence < 500; sequence++)
        {
            Publish(publisher, Frame(sequence));
            if (chance.Next(4) == 0)
            {
                stream.CompletePending();
                _time.Advance(TimeSpan.FromMilliseconds(chance.Next(20)));
            }
        }

        while (stream.Taken.Count < 500)
        {
            stream.CompletePending();
            _time.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Yield();
            Cancellation.ThrowIfCancellationRequested();
        }

        Assert.Equal(Enumerable.Range(0, 500).Select(sequence => (long)sequence), stream.Taken.Select(frame => frame.Sequence));
        Assert.Equal(1, stream.MostAtATime);
    }

    [Fact]
    public async Task Publish_FromManyThreads_KeepsTheOrderInWhichTheyWereNumbered()
    {
        var stream = new FlakyInputStream(chance: null);
        var publisher = Create(stream);
        var next = 0L;

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            () =>
            {
                for (var turn = 0; turn < 2_500; turn++)
                {
                    bool mustSend;
                    lock (_gate)
                    {
                        mustSend = publisher.Take(Frame(next++));
                    }

                    if (mustSend)
                    {
                        publisher.Send();
                    }
                }
            },
            Cancellation)));

        Assert.Equal(Enumerable.Range(0, 10_000).Select(sequence => (long)sequence), stream.Taken.Select(frame => frame.Sequence));
        Assert.Equal(1, stream.MostAtATime);
    }

    [Fact]
    public async Task TakeAgain_FramesThatStillWait_TravelOnce()
    {
        var hold = new TaskCompletionSource();
        _stream.Hold = hold.Task;
        var publisher = Create();
        var frames = Enumerable.Range(0, 5).Select(sequence => Frame(sequence)).ToArray();
        foreach (var frame in frames)
        {
            Publish(publisher, frame);
        }

        Assert.Equal([0], await _stream.NextTryAsync());
        Assert.False(publisher.TakeAgain(frames[2..]));
        Assert.False(publisher.TakeAgain(frames));
        Assert.False(publisher.TakeAgain([]));
        hold.SetResult();

        Assert.Equal([0, 1, 2, 3, 4], await _stream.NextTryAsync());
    }

    [Fact]
    public async Task Stop_WhileASendIsUnderWay_WaitsForItAndSendsNothingMore()
    {
        var hold = new TaskCompletionSource();
        _stream.Hold = hold.Task;
        var publisher = Create();
        Publish(publisher, Frame(0));
        Publish(publisher, Frame(1));
        Assert.Equal([0], await _stream.NextTryAsync());

        var stopping = publisher.StopAsync();
        Assert.False(stopping.IsCompleted);
        hold.SetResult();
        await stopping.WaitAsync(Cancellation);

        var nextTry = _stream.NextTryAsync();
        Publish(publisher, Frame(2));
        Assert.False(nextTry.IsCompleted);
    }

    private static InputFrame Frame(long sequence) => new() { Sequence = sequence, End = true };

    /// <summary>What comes when the clock has moved on; the publisher's wait may only begin while it moves.</summary>
    private async Task<T> AfterAsync<T>(Task<T> awaited, int milliseconds)
    {
        while (!awaited.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
            await Task.Yield();
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }

        return await awaited;
    }

    private static void Publish(FramePublisher publisher, InputFrame frame)
    {
        if (publisher.Take(frame))
        {
            publisher.Send();
        }
    }

    private FramePublisher Create(int waitMs = 100) => Create(_stream, waitMs);

    private FramePublisher Create(IAsyncStream<InputFrame> stream, int waitMs = 100) =>
        new(_gate, this, stream, new PublishPatience(waitMs, _time, NullLogger.Instance));
}
