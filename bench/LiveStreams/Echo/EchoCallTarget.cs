using RnnCluster.LiveStreams.Load;

namespace RnnCluster.LiveStreams.Echo;

/// <summary>Echoes by grain calls.</summary>
internal sealed class EchoCallTarget(IClusterClient cluster) : ILoadTarget
{
    private IEchoGrain[] _sessions = [];

    public Task PrepareAsync(int sessions)
    {
        Array.Resize(ref _sessions, sessions);
        return Task.CompletedTask;
    }

    public Task OpenAsync(int session)
    {
        _sessions[session] = cluster.GetGrain<IEchoGrain>($"echo-{session}");
        return Task.CompletedTask;
    }

    public Task AskAsync(int session, int tokens) => _sessions[session].EchoAsync(new EchoEvent(session, ""));

    public Task<TracedStep[]> TraceAsync(int session, int[] tokens) => throw new NotSupportedException();
}
