using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Grains.Sessions;
using RnnCluster.Grains.Tests.Batching;
using RnnCluster.Grains.Tests.Testing;

namespace RnnCluster.Grains.Tests.Sessions;

public sealed class OutputPublisherTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeStreamProvider _streams = new();
    private readonly EngineMeter _meter = new();
    private OutputPublisher? _publisher;

    [Fact]
    public async Task Publish_StreamWithoutRoom_TriesAgainUntilThereIs()
    {
        _streams.Refusals["a"] = 3;
        var publishing = PublishAsync("a", Output(0));

        foreach (var waitMs in new[] { 5, 10, 20 })
        {
            Assert.False(publishing.IsCompleted);
            _time.Advance(TimeSpan.FromMilliseconds(waitMs));
        }

        await publishing;
        Assert.Equal([("a", 0L)], _streams.Published);
    }

    [Fact]
    public async Task Publish_StreamNeverWithRoom_GivesUpAfterItsWait()
    {
        _streams.Refusals["a"] = int.MaxValue;
        var publishing = PublishAsync("a", Output(0));

        _time.Advance(TimeSpan.FromMilliseconds(5));
        Assert.False(publishing.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(200));

        await publishing;
        Assert.Empty(_streams.Published);
        Assert.Equal(1, _meter.Sum("rnncluster.outputs.dropped"));
    }

    [Fact]
    public async Task Publish_ToAnotherStreamMeanwhile_TheWaitingOutputKeepsItsOwn()
    {
        _streams.Refusals["a"] = 1;
        var waiting = PublishAsync("a", Output(0));

        await PublishAsync("b", Output(1));
        _time.Advance(TimeSpan.FromMilliseconds(5));
        await waiting;

        Assert.Equal([("b", 1L), ("a", 0L)], _streams.Published);
    }

    public void Dispose() => _meter.Dispose();

    private static OutputFrame Output(long sequence) => new() { Session = "tagger/s", Sequence = sequence };

    private Task PublishAsync(string key, OutputFrame output)
    {
        var options = Options.Create(new SessionOptions { PublishWaitMs = 100 });
        _publisher ??= new OutputPublisher(_streams, options, new SessionMetrics(_meter, _time), _time, NullLogger<OutputPublisher>.Instance);
        return _publisher.PublishAsync(_publisher.StreamOf(key), output).AsTask();
    }
}
