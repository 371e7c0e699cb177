using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RnnCluster.Abstractions.Streams;
using RnnCluster.Grains.Checkpoints;
using RnnCluster.Streams.Hosting;
using RnnCluster.Streams.Placement;

namespace RnnCluster.Grains.Sessions;

/// <summary>Moves the live sessions of a silo that stops to the other silos of the cluster, where they go on as if nothing had happened.</summary>
/// <remarks>Without another silo they are stored, if there is a store that outlives this one.</remarks>
internal sealed class SessionMover(
    SessionCensus census,
    CheckpointStore checkpoints,
    [FromKeyedServices(RnnStreams.InputProvider)] ILiveStreamLocator locator,
    IOptions<SessionOptions> options,
    TimeProvider time,
    ILogger<SessionMover> logger) : ILifecycleParticipant<ISiloLifecycle>
{
    // Enough to fill the batches that sessions travel in, few enough to pack only what leaves soon.
    private const int MovesAtOnce = 1_024;

    // The second one takes those that came while the first was under way.
    private const int Sweeps = 2;

    // The silo takes and makes calls as ever; its grains are deactivated later.
    void ILifecycleParticipant<ISiloLifecycle>.Participate(ISiloLifecycle observer) =>
        observer.Subscribe(nameof(SessionMover), LiveStreamStages.Consumers, static _ => Task.CompletedTask, MoveAllAsync);

    /// <summary>Moves all sessions, as many as get away within <see cref="SessionOptions.DrainMs"/>.</summary>
    private async Task MoveAllAsync(CancellationToken cancellation)
    {
        if (census.Count == 0 || options.Value.DrainMs == 0)
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
                await Parallel.ForEachAsync(census.List(), parallel, MoveAsync);
            }
        }
        catch (OperationCanceledException)
        {
            // What has begun to move goes on; what has not ends with the silo.
        }

        SessionMoverLog.Drained(logger, census.Moved, census.Count);
    }

    private async ValueTask MoveAsync(IGrainContext session, CancellationToken cancellation)
    {
        (session.GrainInstance as SessionGrain)?.ReleaseReaders();
        if (locator.LocateNext(RnnStreams.Input(session.GrainId.Key.ToString()!)) is { } silo)
        {
            session.MigrateTo(silo);
            await session.Deactivated.WaitAsync(cancellation);
        }
        else if (checkpoints.OutlivesSilos)
        {
            session.Deactivate(new DeactivationReason(DeactivationReasonCode.ShuttingDown, "This silo stops."), cancellation);
            await session.Deactivated.WaitAsync(cancellation);
        }
    }
}
