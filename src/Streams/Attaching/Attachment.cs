using Microsoft.Extensions.Logging;
using RnnCluster.Streams.Queues;

namespace RnnCluster.Streams.Attaching;

/// <summary>A grain's end of a stream: gathers what comes while the grain works.</summary>
internal sealed class Attachment<T>(LiveQueue queue, StreamId stream, IGrainContext grain, ILiveStreamObserver<T> observer, ILogger logger)
    : IAttachment, IDisposable
{
    private static readonly Action<object> TakeAction = static attachment => _ = ((Attachment<T>)attachment).TakeAllAsync();

    private readonly Lock _gate = new();
    private List<object>? _posted;
    private bool _isTaking;
    private bool _isClosed;

    public void Post(List<object> events)
    {
        lock (_gate)
        {
            if (_posted is null)
            {
                _posted = events;
            }
            else
            {
                _posted.AddRange(events);
            }

            if (_isTaking)
            {
                return;
            }

            _isTaking = true;
        }

        grain.Scheduler.QueueAction(TakeAction, this);
    }

    public List<object>? Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            var rest = _posted;
            _posted = null;
            return rest;
        }
    }

    public void Dispose()
    {
        if (!_isClosed)
        {
            queue.Detach(stream, this);
        }
    }

    private async Task TakeAllAsync()
    {
        while (Take() is { } events)
        {
            foreach (var item in events)
            {
                await TakeAsync(item);
            }
        }
    }

    private List<object>? Take()
    {
        lock (_gate)
        {
            var events = _posted;
            _posted = null;
            _isTaking = events is not null;
            return events;
        }
    }

    private ValueTask TakeAsync(object item)
    {
        if (item is T typed)
        {
            return observer.OnNextAsync(typed);
        }

        LiveStreamLog.WrongType(logger, stream, item.GetType(), typeof(T));
        return default;
    }
}
