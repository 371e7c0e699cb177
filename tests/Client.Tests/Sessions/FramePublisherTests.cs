using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Client.Sessions;

namespace RnnCluster.Client.Tests.Sessions;

public sealed class FramePublisherTests
{
    private readonly FakeInputStream _stream = new();
    private readonly FakeTimeProvider _time = new();
    private readonly TaskCompletionSource<SessionException> _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Publish_WhileASendIsUnderWay_GathersWhatComesIntoTheNext()
    {
        var hold = new TaskCompletionSource();
        _stream.Hold = hold.Task;
        await using var publisher = Create();

        publisher.Publish(Frame(0));
        Assert.Equal([0], await _stream.NextTryAsync());
        for (var sequence = 1; sequence < 4; sequence++)
        {
            publisher.Publish(Frame(sequence));
        }

        hold.SetResult();
        Assert.Equal([1, 2, 3], await _stream.NextTryAsync());
    }

    [Fact]
    public async Task Publish_LargeFrames_TravelInMessagesThatFit()
    {
        var hold = new TaskCompletionSource();
        _stream.Hold = hold.Task;
        await using var publisher = Create();
        publisher.Publish(Frame(0));
        await _stream.NextTryAsync();
        for (var sequence = 1; sequence < 6; sequence++)
        {
            publisher.Publish(Frame(sequence) with { Input = new TextInput(new string('a', 400_000)) });
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
        await using var publisher = Create(waitMs: int.MaxValue);

        publisher.Publish(Frame(0));
        Assert.Equal([0], await _stream.NextTryAsync());
        Assert.Equal([0], await AfterAsync(_stream.NextTryAsync(), milliseconds: 5));
        Assert.Equal([0], await AfterAsync(_stream.NextTryAsync(), milliseconds: 10));
        publisher.Publish(Frame(1));

        Assert.Equal([1], await _stream.NextTryAsync());
        Assert.False(_failure.Task.IsCompleted);
    }

    [Fact]
    public async Task Publish_StreamNeverWithRoom_FailsTheSessionAndStops()
    {
        _stream.Refusals = int.MaxValue;
        await using var publisher = Create();

        publisher.Publish(Frame(0));
        var failure = await AfterAsync(_failure.Task, milliseconds: 5);
        var refusals = _stream.Refusals;
        publisher.Publish(Frame(1));
        await publisher.DisposeAsync();

        Assert.Equal(ErrorCodes.Overloaded, failure.Code);
        Assert.Equal("the input stream of session tagger/s took no frame for 100 ms: the queue is full", failure.Message);
        Assert.Equal(refusals, _stream.Refusals);
    }

    [Fact]
    public async Task Dispose_WhileItWaitsForRoom_EndsAtOnceAndMayBeRepeated()
    {
        _stream.Refusals = int.MaxValue;
        var publisher = Create();
        publisher.Publish(Frame(0));
        await _stream.NextTryAsync();

        await publisher.DisposeAsync();
        await publisher.DisposeAsync();

        Assert.False(_failure.Task.IsCompleted);
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

    private FramePublisher Create(int waitMs = 100) => new(
        "tagger/s", _stream, waitMs, _time, NullLogger.Instance, failure => _failure.TrySetResult(failure));
}
