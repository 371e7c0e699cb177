using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Serialization;
using RnnCluster.Streams.Placement;

namespace RnnCluster.Streams.Queues;

/// <summary>The door of a queue. When it is asked to go elsewhere it first hands over what waits, then migrates there.</summary>
[KeepAlive, Reentrant, QueueDoorPlacement]
internal sealed class LiveQueueGrain(
    IServiceProvider services,
    QueueOwners owners,
    ILocalSiloDetails local,
    Serializer<List<LiveBatch>> serializer,
    Serializer<List<QueuePart>> partsSerializer,
    TimeProvider time)
    : Grain, ILiveQueueGrain, IDisposable
{
    private static readonly TimeSpan UnreadPatience = TimeSpan.FromSeconds(3);

    private LiveQueue? _queue;
    private QueueKey _key;
    private Task? _leaving;

    private LiveQueues Queues => services.GetRequiredKeyedService<LiveQueues>(_key.Provider);

    private LiveQueueDoors Doors => services.GetRequiredKeyedService<LiveQueueDoors>(_key.Provider);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = QueueKey.Parse(this.GetPrimaryKeyString());
        _queue = Queues[_key.Number];
        _queue.OpenDoor();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _queue?.CloseDoor();
        return Task.CompletedTask;
    }

    public async Task<SiloAddress> EnqueueAsync(byte[] message)
    {
        await _queue!.AddFromAfarAsync(serializer.Deserialize(message)!);
        return local.SiloAddress;
    }

    public Task<int[]> EnqueueAllAsync(byte[] message)
    {
        var queues = Queues;
        var refused = partsSerializer.Deserialize(message)!.Where(part => !queues[part.Queue].TryAdd(part.Batches)).Select(part => part.Queue);
        return Task.FromResult(refused.ToArray());
    }

    public async Task<bool> MoveToAsync(SiloAddress silo)
    {
        if (silo.Equals(local.SiloAddress))
        {
            return true;
        }

        // The agent here stops by itself when it sees the same cluster; what it has in hand goes first.
        try
        {
            await _queue!.WhenUnreadAsync().WaitAsync(UnreadPatience, time);
            if (owners.IsActive(silo))
            {
                await LeaveAsync(silo);
            }
        }
        catch (TimeoutException)
        {
            // It reads on: the other side asks again, if it still wants to.
        }

        return false;
    }

    /// <summary>What waits here without door and agent goes after the door, wherever it opens next.</summary>
    public void Dispose()
    {
        if (_queue is not null)
        {
            _ = Task.Run(() => Doors.ForwardLaterAsync(_key.Number));
        }
    }

    private Task LeaveAsync(SiloAddress silo) => _leaving ??= LeaveOnceAsync(silo);

    private async Task LeaveOnceAsync(SiloAddress silo)
    {
        _queue!.Leave();
        await Doors.HandOverAsync(_key.Number, silo);

        // Migration carries nothing, and may fail; it is what tells the cluster where the door is next.
        GrainContext.MigrateTo(silo);
    }
}
