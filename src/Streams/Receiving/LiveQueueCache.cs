using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Orleans.Streams;
using RnnCluster.Streams.Queues;

namespace RnnCluster.Streams.Receiving;

/// <summary>What an agent has read and not delivered, a backlog for each stream. A batch leaves it when all subscribers have it.</summary>
/// <remarks>Used by one agent, on its own scheduler. The queue's bound counts what is here.</remarks>
internal sealed class LiveQueueCache(LiveQueue queue, LiveStreamOptions options, TimeProvider time, ILogger logger) : IQueueCache
{
    /// <summary>How long events wait that nobody subscribes to: a new subscriber may be on its way to them.</summary>
    internal static readonly TimeSpan OrphanAge = TimeSpan.FromSeconds(5);

    private readonly Dictionary<StreamId, StreamBacklog> _backlogs = [];
    private bool _hasOrphans;

    /// <summary>Streams that the agent knows or has events of.</summary>
    public int Streams => _backlogs.Count;

    /// <summary>How long the agent may wait for events before it has to look after those that nobody wants.</summary>
    public TimeSpan ReadWait => _hasOrphans ? OrphanAge : Timeout.InfiniteTimeSpan;

    public int GetMaxAddCount() => QueueAdapterConstants.UNLIMITED_GET_QUEUE_MSG;

    public bool IsUnderPressure() => false;

    public void AddToCache(IList<IBatchContainer> messages)
    {
        foreach (var batch in messages.Cast<LiveBatch>())
        {
            var backlog = BacklogOf(batch.StreamId);
            if (backlog.Add(batch, options.MessageEventsLimit))
            {
                queue.Joined(batch);
            }

            NoteOrphans(backlog);
        }
    }

    /// <summary>Leaves out what nobody subscribes to. Asked before each read.</summary>
    public bool TryPurgeFromCache([MaybeNullWhen(false)] out IList<IBatchContainer> purgedItems)
    {
        purgedItems = null;
        if (!_hasOrphans)
        {
            return false;
        }

        var orphans = _backlogs.Values.Where(backlog => backlog.OrphanedAt is not null).ToList();
        var left = queue.IsFull ? orphans : orphans.Where(backlog => time.GetElapsedTime(backlog.OrphanedAt!.Value) >= OrphanAge).ToList();
        _hasOrphans = left.Count < orphans.Count;
        foreach (var backlog in left)
        {
            _backlogs.Remove(backlog.Stream);
            LeaveOut(backlog.Stream, backlog.Batches);
        }

        return false;
    }

    public IQueueCacheCursor GetCacheCursor(StreamId streamId, StreamSequenceToken? token)
    {
        var backlog = BacklogOf(streamId);
        var cursor = new BacklogCursor(this, backlog, backlog.Find(token?.SequenceNumber));
        backlog.Enter(cursor);

        // What was held for a subscriber on its way, and is older than it asks for, must not stay for good.
        LeaveOut(backlog.Stream, backlog.Release());
        return cursor;
    }

    /// <summary>Gives up what all subscribers of the backlog have.</summary>
    public void Release(StreamBacklog backlog)
    {
        Delivered(backlog.Release());
        if (backlog.HasCursors)
        {
            return;
        }

        if (backlog.Batches.Count == 0)
        {
            _backlogs.Remove(backlog.Stream);
        }
        else if (backlog.OrphanedAt is null)
        {
            // The agent may be waiting for events without an end.
            NoteOrphans(backlog);
            queue.Nudge();
        }
    }

    /// <summary>All that is not delivered, in order; the cache is not used any more.</summary>
    public IReadOnlyList<LiveBatch> TakeUndelivered()
    {
        var batches = _backlogs.Values.SelectMany(backlog => backlog.Batches).OrderBy(batch => batch.Sequence).ToList();
        _backlogs.Clear();
        _hasOrphans = false;
        return batches;
    }

    private StreamBacklog BacklogOf(StreamId stream) =>
        _backlogs.TryGetValue(stream, out var backlog) ? backlog : _backlogs[stream] = new StreamBacklog(stream);

    private void NoteOrphans(StreamBacklog backlog)
    {
        if (!backlog.HasCursors)
        {
            backlog.OrphanedAt ??= time.GetTimestamp();
            _hasOrphans = true;
        }
    }

    private void LeaveOut(StreamId stream, IReadOnlyList<LiveBatch> batches)
    {
        if (batches.Count > 0)
        {
            LiveStreamLog.NoSubscriber(logger, stream, batches.Sum(batch => batch.Events.Count));
            Delivered(batches);
        }
    }

    private void Delivered(IReadOnlyList<LiveBatch> batches)
    {
        foreach (var batch in batches)
        {
            queue.Delivered(batch);
        }
    }
}
