using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Orleans.Streams;
using RnnCluster.Streams.Queues;

namespace RnnCluster.Streams.Receiving;

/// <summary>What an agent has read and not delivered, a backlog for each stream. A batch leaves it when all subscribers have it.</summary>
/// <remarks>Used by one agent, on its own scheduler. The queue's bound counts what is here.</remarks>
internal sealed class LiveQueueCache(LiveQueue queue, ILogger logger) : IQueueCache
{
    private readonly Dictionary<StreamId, StreamBacklog> _backlogs = [];
    private bool _hasOrphans;

    public int GetMaxAddCount() => QueueAdapterConstants.UNLIMITED_GET_QUEUE_MSG;

    public bool IsUnderPressure() => false;

    public void AddToCache(IList<IBatchContainer> messages)
    {
        foreach (var batch in messages.Cast<LiveBatch>())
        {
            if (!_backlogs.TryGetValue(batch.StreamId, out var backlog))
            {
                backlog = _backlogs[batch.StreamId] = new StreamBacklog();
            }

            if (backlog.Add(batch))
            {
                queue.Joined(batch);
            }
        }
    }

    /// <summary>Leaves out what nobody subscribes to. Asked before each read: by then all that was read before has found its subscribers.</summary>
    public bool TryPurgeFromCache([MaybeNullWhen(false)] out IList<IBatchContainer> purgedItems)
    {
        purgedItems = null;
        if (!_hasOrphans)
        {
            return false;
        }

        _hasOrphans = false;
        foreach (var (stream, backlog) in _backlogs.Where(pair => !pair.Value.HasCursors).ToList())
        {
            _backlogs.Remove(stream);
            if (backlog.Batches.Count > 0)
            {
                LiveStreamLog.NoSubscriber(logger, stream, backlog.Batches.Sum(batch => batch.Events.Count));
                Delivered(backlog.Batches);
            }
        }

        return false;
    }

    public IQueueCacheCursor GetCacheCursor(StreamId streamId, StreamSequenceToken? token)
    {
        if (!_backlogs.TryGetValue(streamId, out var backlog))
        {
            backlog = _backlogs[streamId] = new StreamBacklog();
        }

        var cursor = new BacklogCursor(this, backlog, backlog.Find(token?.SequenceNumber));
        backlog.Enter(cursor);
        return cursor;
    }

    /// <summary>Gives up what all subscribers of the backlog have.</summary>
    public void Release(StreamBacklog backlog)
    {
        Delivered(backlog.Release());
        _hasOrphans |= !backlog.HasCursors;
    }

    /// <summary>All that is not delivered, in order; the cache is not used any more.</summary>
    public IReadOnlyList<LiveBatch> TakeUndelivered()
    {
        var batches = _backlogs.Values.SelectMany(backlog => backlog.Batches).OrderBy(batch => batch.Sequence).ToList();
        _backlogs.Clear();
        return batches;
    }

    private void Delivered(IReadOnlyList<LiveBatch> batches)
    {
        foreach (var batch in batches)
        {
            queue.Delivered(batch);
        }
    }
}
