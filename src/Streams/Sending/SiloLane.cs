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
        var parts = senders.ConvertAll(static sender => sender.TakePart());
        var refused = await EnqueueAsync(senders[0].Door, parts);
        foreach (var (sender, part) in senders.Zip(parts))
        {
            sender.Answer(isTaken: !refused.Contains(part.Queue));
        }
    }

    /// <returns>Numbers of the queues that do not have their part, as far as this process knows.</returns>
    private async Task<int[]> EnqueueAsync(ILiveQueueGrain door, List<QueuePart> parts)
    {
        try
        {
            var message = serializer.SerializeToArray(parts);
            if (message.Length <= options.MessageBytesLimit)
            {
                return await patience.CallAsync(() => door.EnqueueAllAsync(message));
            }
        }
        catch (Exception)
        {
            // Each sender tries by itself, for as long as it may, and knows which faults last. Events may arrive twice.
        }

        return [.. parts.Select(static part => part.Queue)];
    }
}
