using Microsoft.Extensions.Logging;
using Orleans.Streams;

namespace RnnCluster.Streams.Placement;

/// <summary>Tells the pulling agents of this silo which queues are theirs, by <see cref="QueueOwners"/>.</summary>
internal sealed class LiveQueueBalancer(IServiceProvider services, QueueOwners owners, ILogger<LiveQueueBalancer> logger)
    : QueueBalancerBase(services, logger)
{
    private QueueId[] _queues = [];

    public override Task Initialize(IStreamQueueMapper queueMapper)
    {
        _queues = [.. queueMapper.GetAllQueues().OrderBy(queue => queue.GetNumericId())];
        return base.Initialize(queueMapper);
    }

    public override IEnumerable<QueueId> GetMyQueues() => owners.Mine(_queues.Length).Select(number => _queues[number]).ToList();

    protected override void OnClusterMembershipChange(HashSet<SiloAddress> activeSilos) => NotifyListeners().Ignore();
}
