using RnnCluster.LiveStreams.Load;
using RnnCluster.LiveStreams.Streams;

namespace RnnCluster.LiveStreams.Echo;

/// <summary>Echoes over streams.</summary>
internal sealed class EchoTarget(IClusterClient cluster) : StreamTarget<EchoEvent, EchoEvent>(cluster, EchoGrain.InputNamespace)
{
    public override Task<TracedStep[]> TraceAsync(int session, int[] tokens) => throw new NotSupportedException();

    protected override EchoEvent Frame(int session, int tokens) => new(session, ReplyKey);

    protected override int SessionOf(EchoEvent answer) => answer.Session;
}
