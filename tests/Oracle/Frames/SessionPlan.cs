using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Oracle.Frames;

/// <summary>What a session of a run is, and all that it will ever be sent: a function of the run's seed and the session's number.</summary>
/// <param name="Run">Name of the run; sessions of runs with different names are different ones.</param>
/// <param name="Number">0, 1, 2 … within the run.</param>
/// <param name="Model">Its model.</param>
/// <param name="Seed">Of its sampler and of its frames.</param>
/// <param name="Durability">When its state is stored.</param>
/// <param name="Script">Its frames.</param>
internal sealed record SessionPlan(string Run, int Number, string Model, ulong Seed, SessionDurability Durability, IFrameScript Script)
{
    /// <summary>Name of a run that has its cluster to itself.</summary>
    public const string OwnRun = "oracle";

    // One session in four answers only what is stored.
    private const int EveryFrameTurn = 4;

    /// <summary>Its id in the cluster.</summary>
    public string Id => $"{Run}-{Number}";

    /// <summary>Its key in the cluster.</summary>
    public string Key => new SessionKey(Model, Id).ToString();

    /// <summary>Session <paramref name="number"/> of the run with that seed.</summary>
    public static SessionPlan Of(ulong runSeed, int number, string run = OwnRun)
    {
        var (model, script) = SessionMix.All[number % SessionMix.All.Count];
        var durability = number / SessionMix.All.Count % EveryFrameTurn == 0 ? SessionDurability.EveryFrame : SessionDurability.Interval;
        return new SessionPlan(run, number, model, SessionSeed.Derive(runSeed, number), durability, script);
    }

    /// <summary>The frame of that number.</summary>
    public SessionFrame FrameAt(long sequence) => Script.At(Seed, sequence);
}
