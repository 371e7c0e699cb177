using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;

namespace RnnCluster.Silo.Clustering;

/// <summary>How soon silos hold another one for dead.</summary>
/// <remarks>
/// A silo is asked for a sign of life every <see cref="ProbeSeconds"/>. After <see cref="MissedProbes"/> that it did not give, and when
/// nothing else came from it for as long, it is voted out: by two silos, or by one of two. A killed silo misses its first probe at most a
/// period after its end, so it is out after 3 to 4.5 s; one that hangs or whose machine is gone after 4.5 to 6 s. A busy silo's frames are
/// signs of life too, so it would have to be silent for 4.5 s altogether to be held for dead.
/// </remarks>
internal static class FailureDetection
{
    private const double ProbeSeconds = 1.5;
    private const int MissedProbes = 3;
    private const int AliveSeconds = 2;
    private const int MissedAlives = 3;

    /// <summary>Sets the times of the cluster's membership.</summary>
    public static ISiloBuilder UseFailureDetection(this ISiloBuilder silo) => silo
        .Configure<ClusterMembershipOptions>(SetMembership)
        .ConfigureServices(static services => services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, MembershipReader>())

        // For half a minute after a silo's death Orleans would let none of its grains begin elsewhere, in case it lives and does not know
        // better. Sessions need no such wait: what a session stores shows whether another activation of it has begun.
        .Configure<GrainDirectoryOptions>(static options => options.RangeLeaseDuration = TimeSpan.Zero);

    private static void SetMembership(ClusterMembershipOptions options)
    {
        // Left alone, Orleans learns how fast a silo answers, asks a quiet one in half the time and a slow one in four times as long. Half
        // of this would be a false alarm when load comes at once; four times as long is no promise any more.
        options.ProbeTimeout = TimeSpan.FromSeconds(ProbeSeconds);
        options.MinProbeTimeout = options.ProbeTimeout;
        options.MaxProbeTimeout = options.ProbeTimeout;
        options.NumMissedProbesLimit = MissedProbes;

        // A silo that starts waits until every silo of the table answers or is out. After all have died, those who come back first know the
        // dead by their last sign in the table, which must not be old for long. While the table cannot be reached nobody is voted out, and
        // silos go on with the cluster that they know.
        options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(AliveSeconds);
        options.NumMissedTableIAmAliveLimit = MissedAlives;
    }
}
