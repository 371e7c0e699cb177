using RnnCluster.Streams.Attaching;
using RnnCluster.Streams.Queues;

namespace RnnCluster.Streams.Tests.Testing;

/// <summary>A grain that takes its events when the test says so.</summary>
internal sealed class FakeAttachment : IAttachment
{
    private readonly List<LiveBatch> _posted = [];

    /// <summary>What the grain was handed and has not taken.</summary>
    public IEnumerable<object> Posted => _posted.SelectMany(batch => batch.Events);

    public void Post(LiveBatch batch) => _posted.Add(batch);

    public IReadOnlyList<LiveBatch> TakeBack() => Clear();

    /// <summary>The grain takes all that it was handed.</summary>
    public IReadOnlyList<object> Take(LiveQueue queue)
    {
        var events = Clear().SelectMany(batch => batch.Events).ToList();
        queue.Taken(events.Count);
        return events;
    }

    private List<LiveBatch> Clear()
    {
        List<LiveBatch> posted = [.. _posted];
        _posted.Clear();
        return posted;
    }
}
