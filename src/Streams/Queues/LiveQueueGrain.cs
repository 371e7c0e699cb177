using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Runtime.Placement;
using Orleans.Serialization;
using RnnCluster.Streams.Placement;

namespace RnnCluster.Streams.Queues;

/// <summary>The door of a queue. What waits in the queue travels with it when it moves.</summary>
[KeepAlive, Reentrant, QueueDoorPlacement]
internal sealed class LiveQueueGrain(
    IServiceProvider services, QueueOwners owners, ILocalSiloDetails local, Serializer<List<LiveBatch>> serializer, TimeProvider time)
    : Grain, ILiveQueueGrain, IGrainMigrationParticipant, IDisposable
{
    private const string WaitingKey = "waiting";
    private static readonly TimeSpan UnreadPatience = TimeSpan.FromSeconds(3);

    private LiveQueues _queues = null!;
    private LiveQueue? _queue;
    private QueueKey _key;
    private List<LiveBatch> _brought = [];

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = QueueKey.Parse(this.GetPrimaryKeyString());
        _queues = services.GetRequiredKeyedService<LiveQueues>(_key.Provider);
        _queue = _queues[_key.Number];
        _queue.OpenDoor(_brought);
        _brought = [];
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _queue?.CloseDoor();
        return Task.CompletedTask;
    }

    public void OnDehydrate(IDehydrationContext dehydrationContext) =>
        dehydrationContext.TryAddValue(WaitingKey, _queue!.TakeWaiting(onlyStranded: false));

    public void OnRehydrate(IRehydrationContext rehydrationContext)
    {
        if (rehydrationContext.TryGetValue<List<LiveBatch>>(WaitingKey, out var waiting) && waiting is not null)
        {
            _brought = waiting;
        }
    }

    public Task EnqueueAsync(byte[] message)
    {
        if (!_queue!.IsRead && owners.OwnerOf(_key.Number, _queues.Count) is { } owner && !owner.Equals(local.SiloAddress))
        {
            // The silos saw the cluster differently when the door was placed.
            Move(owner);
        }

        return _queue.AddAsync(serializer.Deserialize(message)!);
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
            Move(silo);
        }
        catch (TimeoutException)
        {
            // It reads on: the other side asks again, if it still wants to.
        }

        return false;
    }

    /// <summary>The door is gone and did not take along what waits: the cluster closed it, not one that wanted it elsewhere.</summary>
    public void Dispose()
    {
        if (_queue is not null)
        {
            _ = Task.Run(() => services.GetRequiredKeyedService<LiveQueueDoors>(_key.Provider).ForwardAsync(_key.Number));
        }
    }

    private void Move(SiloAddress silo)
    {
        _queue!.Leave();
        GrainContext.Migrate(new Dictionary<string, object> { [IPlacementDirector.PlacementHintKey] = silo }, CancellationToken.None);
    }
}
