using Orleans.Serialization;
using RnnCluster.Streams.Queues;

namespace RnnCluster.Streams.Sending;

/// <summary>
/// The way to the queues of one silo: what waits for any of them when a message is made travels in it. Joint messages are taken in by the
/// door of one of the queues, which lives beside the others.
/// </summary>
/// <param name="silo">The silo.</param>
/// <param name="serializer">Writes joint messages.</param>
/// <param name="patience">Waits for answers.</param>
/// <param name="options">Bounds.</param>
internal sealed class SiloLane(
    SiloAddress silo, Serializer<List<QueuePart>> serializer, AnswerPatience patience, LiveStreamOptions options) : IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private List<QueueSender> _waiting = [];
    private int _underWay;

    /// <summary>The silo that the queues were on last.</summary>
    public SiloAddress Silo => silo;

    /// <summary>Senders that use the lane. <see cref="SiloLanes"/> counts them.</summary>
    public int Senders { get; set; }

    /// <summary>Takes a sender's next message along as soon as it can be; the sender hears of it by its answer.</summary>
    public void Enlist(QueueSender sender)
    {
        lock (_gate)
        {
            _waiting.Add(sender);
            if (_underWay >= options.MessagesUnderWay)
            {
                return;
            }

            _underWay++;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute() => _ = SendAllAsync();

    private async Task SendAllAsync()
    {
        while (TakeWaiting() is { } senders)
        {
            await SendAsync(senders);
        }
    }

    private List<QueueSender>? TakeWaiting()
    {
        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                _underWay--;
                return null;
            }

            var senders = _waiting;
            _waiting = [];
            return senders;
        }
    }

    private async Task SendAsync(List<QueueSender> senders)
    {
        var parts = new List<QueuePart>(senders.Count);
        foreach (var sender in senders)
        {
            parts.Add(sender.TakePart());
        }

        var taken = await TryEnqueueAsync(senders[0].Door, parts);
        for (var i = 0; i < senders.Count; i++)
        {
            senders[i].Answer(taken(parts[i].Queue));
        }
    }

    /// <summary>Which of the queues have their part.</summary>
    private async Task<Predicate<int>> TryEnqueueAsync(ILiveQueueGrain door, List<QueuePart> parts)
    {
        try
        {
            var message = serializer.SerializeToArray(parts);
            if (message.Length <= options.MessageBytesLimit)
            {
                var refused = await patience.CallAsync(() => door.EnqueueAllAsync(message));
                return queue => !refused.Contains(queue);
            }
        }
        catch (Exception)
        {
            // Each sender tries by itself, for as long as it may, and knows which faults last. Events may arrive twice.
        }

        return _ => false;
    }
}
