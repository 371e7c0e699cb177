using System.IO.Hashing;

namespace RnnCluster.Streams.Placement;

/// <summary>Which silo reads which queue: the same on every silo that knows the same silos, even, and little changed by one more or less.</summary>
internal static class QueueAssignment
{
    /// <summary>
    /// The silo of each queue. Queues choose in the order of their numbers, each the silo with the highest hash of silo and queue among
    /// those that have less than their share (rendezvous hashing, Thaler and Ravishankar 1998, with bounded loads). Shares differ by one
    /// at most.
    /// </summary>
    /// <returns>One silo a queue; nothing when there are no silos.</returns>
    public static SiloAddress[] Assign(int queueCount, IReadOnlyCollection<SiloAddress> silos)
    {
        if (silos.Count == 0)
        {
            return [];
        }

        var (share, larger) = Math.DivRem(queueCount, silos.Count);
        var loads = silos.ToDictionary(silo => silo, _ => 0);
        var owners = new SiloAddress[queueCount];
        for (var queue = 0; queue < queueCount; queue++)
        {
            var owner = loads.Where(load => load.Value < share || (load.Value == share && larger > 0)).MaxBy(load => Weight(load.Key, queue)).Key;
            if (loads[owner]++ == share)
            {
                larger--;
            }

            owners[queue] = owner;
        }

        return owners;
    }

    private static (uint Hash, SiloAddress Silo) Weight(SiloAddress silo, int queue)
    {
        Span<byte> key = stackalloc byte[2 * sizeof(int)];
        BitConverter.TryWriteBytes(key, silo.GetConsistentHashCode());
        BitConverter.TryWriteBytes(key[sizeof(int)..], queue);
        return (XxHash32.HashToUInt32(key), silo);
    }
}
