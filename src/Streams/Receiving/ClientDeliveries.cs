using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.CodeGeneration;
using Orleans.Serialization.Invocation;

namespace RnnCluster.Streams.Receiving;

/// <summary>
/// Carries what this silo's agents deliver to the same client, and bounds how long they wait for it to take a batch; they then deliver it
/// again.
/// </summary>
/// <remarks>
/// A client answers over any of its gateways. When that one crashes the answer is lost, and nobody tells the agent, which would wait for
/// Orleans' 30 s with all that follows on the stream.
/// </remarks>
internal sealed class ClientDeliveries(IServiceProvider services, TimeProvider time) : IOutgoingGrainCallFilter
{
    private const string Consumer = "IStreamConsumerExtension";
    private const string Delivery = "DeliverBatch";
    private const int BatchArgument = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private readonly ConcurrentDictionary<GrainId, ClientLane<IOutgoingGrainCallContext>> _lanes = new();

    public Task Invoke(IOutgoingGrainCallContext context)
    {
        if (!context.TargetId.IsClient() || !context.InterfaceName.EndsWith(Consumer, StringComparison.Ordinal))
        {
            return context.Invoke();
        }

        // A request context belongs to the call that it comes with.
        var lane = context.MethodName == Delivery && context.Request.GetArgument(BatchArgument) is LiveBatch { Context: null }
            ? _lanes.GetOrAdd(context.TargetId, static (_, self) => new ClientLane<IOutgoingGrainCallContext>(self.SendAsync), this)
            : null;
        return lane is null ? InTimeAsync(context.Invoke()) : DeliverAsync(lane, context);
    }

    private async Task DeliverAsync(ClientLane<IOutgoingGrainCallContext> lane, IOutgoingGrainCallContext context)
    {
        try
        {
            await lane.DeliverAsync(context);
        }
        finally
        {
            // Clients come and go. Who still has the lane in hand uses it once more, beside the next one.
            if (lane.IsIdle)
            {
                _lanes.TryRemove(new KeyValuePair<GrainId, ClientLane<IOutgoingGrainCallContext>>(context.TargetId, lane));
            }
        }
    }

    private Task SendAsync(List<IOutgoingGrainCallContext> deliveries) =>
        InTimeAsync(deliveries is [var alone] ? alone.Invoke() : SendTogetherAsync(deliveries));

    private async Task SendTogetherAsync(List<IOutgoingGrainCallContext> deliveries)
    {
        var joint = new JointDelivery(deliveries.ConvertAll(static delivery => delivery.Request));
        var runtime = services.GetRequiredService<IGrainReferenceRuntime>();
        var outcomes = await runtime.InvokeMethodAsync<DeliveryOutcome[]>((GrainReference)deliveries[0].Grain, joint, InvokeMethodOptions.None);
        foreach (var (delivery, outcome) in deliveries.Zip(outcomes!))
        {
            delivery.Response = outcome.Fault is null ? Response.FromResult(outcome.Result) : Response.FromException(outcome.Fault);
        }
    }

    private Task InTimeAsync(Task call)
    {
        if (call.IsCompleted)
        {
            return call;
        }

        call.Ignore();
        return call.WaitAsync(Patience, time);
    }
}
