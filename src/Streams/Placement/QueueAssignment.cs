using System.IO.Hashing;

namespace RnnCluster.Streams.Placement;

/// <summary>Which silo reads which queue: the same on every silo that knows the same silos, even, and little changed by one more or less.</summary>
internal static class QueueAssignment
{
    /// <summary>
    /// The silo of each queue. Queues choose in the order of their numbers, each the silo with the highest hash of silo and queue among
    /// those that have less than their share (rendezvous hashing, Thaler and Ravishankar 1998, with bounded loads).
    /// </summary>
    /// <returns>One silo a queue; nothing when there are no silos.</returns>
    public static SiloAddress[] Assign(int queueCount, IReadOnlyCollection<SiloAddress> silos)
    {
        if (silos.Count == 0)
        {
            return [];
        }

        var places = silos.ToDictionary(silo => silo, _ => (queueCount + silos.Count - 1) / silos.Count);
        var owners = new SiloAddress[queueCount];
        for (var queue = 0; queue < queueCount; queue++)
        {
            owners[queue] = places.Where(place => place.Value > 0).MaxBy(place => Weight(place.Key, queue)).Key;
            places[owners[queue]]--;
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
