using Microsoft.Extensions.Logging;
using RnnCluster.Streams.Queues;

namespace RnnCluster.Streams.Attaching;

/// <summary>A grain's end of a stream: gathers what comes while the grain works.</summary>
internal sealed class Attachment<T>(LiveQueue queue, StreamId stream, IGrainContext grain, ILiveStreamObserver<T> observer, ILogger logger)
    : IAttachment, IDisposable
{
    private static readonly Action<object> TakeAction = static attachment => _ = ((Attachment<T>)attachment).TakeAllAsync();

    private readonly Lock _gate = new();
    private readonly Queue<LiveBatch> _posted = new();
    private LiveBatch? _current;
    private int _next;
    private bool _isTaking;

    public void Post(LiveBatch batch)
    {
        lock (_gate)
        {
            _posted.Enqueue(batch);
            if (_isTaking)
            {
                return;
            }

            _isTaking = true;
        }

        grain.Scheduler.QueueAction(TakeAction, this);
    }

    public IReadOnlyList<LiveBatch> TakeBack()
    {
        lock (_gate)
        {
            List<LiveBatch> rest = [];
            if (_current is not null && _next < _current.Events.Count)
            {
                rest.Add(_current.Part(_next, _current.Events.Count - _next));
            }

            rest.AddRange(_posted);
            _posted.Clear();
            _current = null;
            return rest;
        }
    }

    public void Dispose() => queue.Detach(stream, this);

    private async Task TakeAllAsync()
    {
        while (NextBatch() is { } batch)
        {
            var taken = 0;
            while (TryTake(batch, out var item))
            {
                taken++;
                await TakeAsync(item, batch.Context);
            }

            queue.Taken(taken);
        }
    }

    private LiveBatch? NextBatch()
    {
        lock (_gate)
        {
            _next = 0;
            _isTaking = _posted.TryDequeue(out _current);
            return _current;
        }
    }

    private bool TryTake(LiveBatch batch, out object? item)
    {
        lock (_gate)
        {
            // What was taken back is gone from here.
            var isThere = _current == batch && _next < batch.Events.Count;
            item = isThere ? batch.Events[_next++] : null;
            return isThere;
        }
    }

    private async ValueTask TakeAsync(object? item, Dictionary<string, object>? context)
    {
        if (item is not T typed)
        {
            LiveStreamLog.WrongType(logger, stream, item?.GetType(), typeof(T));
            return;
        }

        try
        {
            if (context is not null)
            {
                RequestContextExtensions.Import(context);
            }

            await observer.OnNextAsync(typed);
        }
        catch (Exception exception)
        {
            // The next events must not wait for good.
            LiveStreamLog.ObserverFailed(logger, stream, exception);
        }
    }
}
