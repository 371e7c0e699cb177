namespace RnnCluster.Streams.Placement;

/// <summary>Which silo reads which queue now, as this silo sees the cluster.</summary>
internal sealed class QueueOwners(IClusterMembershipService membership, ILocalSiloDetails local)
{
    private volatile Known? _known;

    /// <summary>Numbers of the queues that this silo reads.</summary>
    public IEnumerable<int> Mine(int queueCount) =>
        Now(queueCount).Owners.Index().Where(owner => owner.Item.Equals(local.SiloAddress)).Select(owner => owner.Index);

    /// <summary>The silo that reads a queue; null while no silo is active.</summary>
    public SiloAddress? OwnerOf(int queue, int queueCount) => Now(queueCount).Owners.ElementAtOrDefault(queue);

    /// <summary>The silo that reads a queue when this one is gone; null when there is no other.</summary>
    public SiloAddress? NextOwnerOf(int queue, int queueCount) => Now(queueCount).NextOwners.ElementAtOrDefault(queue);

    /// <summary>Whether a silo can take queues, as far as this one knows.</summary>
    public bool IsActive(SiloAddress silo) => membership.CurrentSnapshot.GetSiloStatus(silo) == SiloStatus.Active;

    /// <summary>Worked out once for each version of the membership.</summary>
    private Known Now(int queueCount)
    {
        var snapshot = membership.CurrentSnapshot;
        if (_known is { } known && known.Version == snapshot.Version && known.QueueCount == queueCount)
        {
            return known;
        }

        var active = snapshot.Members.Values.Where(member => member.Status == SiloStatus.Active).Select(member => member.SiloAddress).ToList();
        var others = active.Where(silo => !silo.Equals(local.SiloAddress)).ToList();
        known = new Known(
            snapshot.Version, queueCount, QueueAssignment.Assign(queueCount, active), QueueAssignment.Assign(queueCount, others));
        _known = known;
        return known;
    }

    private sealed record Known(MembershipVersion Version, int QueueCount, SiloAddress[] Owners, SiloAddress[] NextOwners);
}
