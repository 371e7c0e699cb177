using System.Reflection;
using Orleans.Serialization.Invocation;

namespace RnnCluster.Streams.Receiving;

/// <summary>Deliveries to one client that travel as one call. Each is made as if it had come alone.</summary>
/// <param name="deliveries">The calls of the agents.</param>
[GenerateSerializer, Alias("rnn.JointDelivery")]
internal sealed class JointDelivery(List<IInvokable> deliveries) : RequestBase
{
    private static readonly MethodInfo Method = typeof(JointDelivery).GetMethod(nameof(Invoke))!;

    [NonSerialized]
    private ITargetHolder? _client;

    [Id(0)]
    public List<IInvokable> Deliveries { get; } = deliveries;

    public override void SetTarget(ITargetHolder holder) => _client = holder;

    public override async ValueTask<Response> Invoke()
    {
        // A subscriber that takes long keeps the others' answers waiting, but not their events.
        var outcomes = await Task.WhenAll(Deliveries.Select(InvokeAsync));
        return Response.FromResult(outcomes);
    }

    public override object GetTarget() => _client!.GetTarget()!;

    public override string GetMethodName() => nameof(JointDelivery);

    public override string GetInterfaceName() => Deliveries[0].GetInterfaceName();

    public override string GetActivityName() => nameof(JointDelivery);

    public override Type GetInterfaceType() => Deliveries[0].GetInterfaceType();

    public override MethodInfo GetMethod() => Method;

    public override void Dispose()
    {
        // The deliveries belong to those who call.
    }

    private async Task<DeliveryOutcome> InvokeAsync(IInvokable delivery)
    {
        delivery.SetTarget(_client!);
        using var response = await delivery.Invoke();
        return response.Exception is { } fault ? new DeliveryOutcome(null, fault) : new DeliveryOutcome(response.Result, null);
    }
}
