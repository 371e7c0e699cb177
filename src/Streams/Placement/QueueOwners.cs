namespace RnnCluster.Streams.Placement;

/// <summary>Which silo reads which queue now, as this silo sees the cluster.</summary>
internal sealed class QueueOwners(IClusterMembershipService membership, ILocalSiloDetails local)
{
    /// <summary>Numbers of the queues that this silo reads.</summary>
    public IEnumerable<int> Mine(int queueCount) =>
        Owners(queueCount).Index().Where(owner => owner.Item.Equals(local.SiloAddress)).Select(owner => owner.Index);

    /// <summary>The silo that reads a queue; null while no silo is active.</summary>
    public SiloAddress? OwnerOf(int queue, int queueCount) => Owners(queueCount).ElementAtOrDefault(queue);

    /// <summary>The silo that reads a queue when this one is gone; null when there is no other.</summary>
    public SiloAddress? NextOwnerOf(int queue, int queueCount) =>
        QueueAssignment.Assign(queueCount, Active().Where(silo => !silo.Equals(local.SiloAddress)).ToList()).ElementAtOrDefault(queue);

    /// <summary>Whether a silo can take queues, as far as this one knows.</summary>
    public bool IsActive(SiloAddress silo) => membership.CurrentSnapshot.GetSiloStatus(silo) == SiloStatus.Active;

    private SiloAddress[] Owners(int queueCount) => QueueAssignment.Assign(queueCount, Active().ToList());

    private IEnumerable<SiloAddress> Active() => membership.CurrentSnapshot.Members.Values
        .Where(member => member.Status == SiloStatus.Active)
        .Select(member => member.SiloAddress);
}
