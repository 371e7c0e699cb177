namespace RnnCluster.Streams.Receiving;

/// <summary>Bounds how long an agent waits for a client to take a batch; the agent then delivers it again.</summary>
/// <remarks>
/// A client answers over any of its gateways. When that one crashes the answer is lost, and nobody tells the agent, which would wait for
/// Orleans' 30 s with all that follows on the stream.
/// </remarks>
internal sealed class ClientDeliveryPatience(TimeProvider time) : IOutgoingGrainCallFilter
{
    private const string Consumer = "IStreamConsumerExtension";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public Task Invoke(IOutgoingGrainCallContext context)
    {
        var call = context.Invoke();
        return call.IsCompleted || !context.TargetId.IsClient() || !context.InterfaceName.EndsWith(Consumer, StringComparison.Ordinal)
            ? call
            : InTimeAsync(call);
    }

    private Task InTimeAsync(Task call)
    {
        call.Ignore();
        return call.WaitAsync(Patience, time);
    }
}
