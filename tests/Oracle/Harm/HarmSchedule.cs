using RnnCluster.Oracle.Stores;

namespace RnnCluster.Oracle.Harm;

/// <summary>What is done to a run, and when: a pure function of its seed.</summary>
internal static class HarmSchedule
{
    private const long Place = -2;

    // The first harm comes when the sessions have something to lose.
    private static readonly TimeSpan First = TimeSpan.FromSeconds(6);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    // One deck after the other is shuffled and dealt: chance decides the order, not whether a kind comes at all.
    private static readonly HarmKind[] FullDeck =
    [
        HarmKind.KillSilo, HarmKind.KillSilo, HarmKind.KillSilo, HarmKind.KillSilo, HarmKind.KillSilo, HarmKind.KillSilo,
        HarmKind.RestartSilo, HarmKind.FreezeSilo, HarmKind.RollingRestart, HarmKind.KillAllSilos, HarmKind.CrashClient,
        HarmKind.RestartStore,
    ];

    // Where nothing outlives a process, none may be ended but in good order.
    private static readonly HarmKind[] MemoryDeck = [HarmKind.RestartSilo];

    /// <summary>The harm that is dealt, one deck after the other.</summary>
    /// <param name="store">Where membership and sessions are kept.</param>
    /// <param name="kinds">What is left in of it; empty for all.</param>
    /// <exception cref="OracleException">None of them is in the deck: the store would not outlive it.</exception>
    public static IReadOnlyList<HarmKind> Deck(StoreKind store, IReadOnlyList<HarmKind> kinds)
    {
        var deck = store == StoreKind.Memory ? MemoryDeck : FullDeck;
        List<HarmKind> left = [.. deck.Where(kind => kinds.Count == 0 || kinds.Contains(kind))];
        return left.Count > 0 ? left
            : throw new OracleException($"--harm is {string.Join(", ", kinds)}; with --store {store} it must be one of {string.Join(", ", deck.Distinct())}");
    }

    /// <summary>The harm of a run.</summary>
    public static List<HarmEvent> Of(ulong seed, TimeSpan length, IReadOnlyList<HarmKind> deck, StoreKind store, int silos)
    {
        var random = Chance.Of(seed, Place);
        var events = new List<HarmEvent>();
        var dealt = new Queue<HarmKind>();
        for (var at = First; at < length; at += Slot(events[^1].Kind))
        {
            if (dealt.Count == 0)
            {
                dealt = new Queue<HarmKind>(deck.OrderBy(_ => random.Next()).ToList());
            }

            // The first silo keeps the membership of a cluster in memory.
            var silo = store == StoreKind.Memory ? random.Next(1, silos) : random.Next(silos);
            events.Add(new HarmEvent(at, dealt.Dequeue(), silo, random.NextDouble() * LongestPause));
        }

        return events;
    }

    /// <summary>How long a harm has the cluster for itself.</summary>
    private static TimeSpan Slot(HarmKind kind) => TimeSpan.FromSeconds(kind switch
    {
        HarmKind.RollingRestart => 60,
        HarmKind.KillAllSilos => 35,
        HarmKind.FreezeSilo => 30,
        HarmKind.RestartStore => 25,
        HarmKind.KillSilo => 20,
        _ => 15,
    });
}
