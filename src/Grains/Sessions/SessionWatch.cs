using RnnCluster.Grains.Telemetry;

namespace RnnCluster.Grains.Sessions;

/// <summary>Shows what the sessions of a silo do from the silo's start on: one without sessions says so.</summary>
internal sealed class SessionWatch(SessionMetrics metrics, SessionCensus census, ModelTraffics traffics) : ILifecycleParticipant<ISiloLifecycle>
{
    void ILifecycleParticipant<ISiloLifecycle>.Participate(ISiloLifecycle observer) =>
        observer.Subscribe(nameof(SessionWatch), ServiceLifecycleStage.ApplicationServices, Start);

    private Task Start(CancellationToken cancellation)
    {
        metrics.Observe(census, traffics);
        return Task.CompletedTask;
    }
}
