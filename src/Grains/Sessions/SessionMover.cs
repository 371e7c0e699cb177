using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Runtime.Placement;

namespace RnnCluster.Grains.Sessions;

/// <summary>Moves the live sessions of a silo that stops to the other silos of the cluster, where they go on as if nothing had happened.</summary>
/// <remarks>Without another silo, sessions end with this one.</remarks>
internal sealed class SessionMover(
    SessionCensus census,
    ILocalSiloDetails local,
    ISiloStatusOracle silos,
    IOptions<SessionOptions> options,
    TimeProvider time,
    ILogger<SessionMover> logger) : ILifecycleParticipant<ISiloLifecycle>
{
    // Enough to fill the batches that sessions travel in, few enough to pack only what leaves soon.
    private const int MovesAtOnce = 1_024;

    // The second one takes those that came while the first was under way.
    private const int Sweeps = 2;

    // Stages stop in descending order: when this one does, the silo takes and makes calls as ever; its grains are deactivated later.
    void ILifecycleParticipant<ISiloLifecycle>.Participate(ISiloLifecycle observer) =>
        observer.Subscribe(nameof(SessionMover), ServiceLifecycleStage.Active, static _ => Task.CompletedTask, MoveAllAsync);

    /// <summary>Moves all sessions, as many as get away within <see cref="SessionOptions.DrainMs"/>.</summary>
    private async Task MoveAllAsync(CancellationToken cancellation)
    {
        var targets = Targets();
        if (targets.Length == 0 || census.Count == 0 || options.Value.DrainMs == 0)
        {
            return;
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(options.Value.DrainMs), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = MovesAtOnce, CancellationToken = either.Token };
        try
        {
            for (var sweep = 0; sweep < Sweeps; sweep++)
            {
                await Parallel.ForEachAsync(census.List(), parallel, (session, waiting) => MoveAsync(session, targets, waiting));
            }
        }
        catch (OperationCanceledException)
        {
            // What has begun to move goes on; what has not ends with the silo.
        }

        SessionMoverLog.Drained(logger, census.Moved, census.Count);
    }

    /// <summary>Where sessions can go, in an order that all silos see alike.</summary>
    private SiloAddress[] Targets() =>
        [.. silos.GetApproximateSiloStatuses(onlyActive: true).Keys.Where(silo => !silo.Equals(local.SiloAddress)).Order()];

    private static async ValueTask MoveAsync(IGrainContext session, SiloAddress[] targets, CancellationToken cancellation)
    {
        var target = targets[session.GrainId.GetUniformHashCode() % targets.Length];
        session.Migrate(new Dictionary<string, object> { [IPlacementDirector.PlacementHintKey] = target }, CancellationToken.None);
        await session.Deactivated.WaitAsync(cancellation);
    }
}
