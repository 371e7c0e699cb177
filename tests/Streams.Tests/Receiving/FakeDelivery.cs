using System.Reflection;
using Orleans.Serialization.Invocation;
using RnnCluster.Streams.Tests.Testing;

namespace RnnCluster.Streams.Tests.Receiving;

/// <summary>An agent's call that has a certain outcome.</summary>
internal sealed class FakeDelivery(Response outcome) : IInvokable
{
    /// <summary>Who it was made to.</summary>
    public ITargetHolder? Target { get; private set; }

    public int Invocations { get; private set; }

    public object? GetTarget() => Target;

    public void SetTarget(ITargetHolder holder) => Target = holder;

    public ValueTask<Response> Invoke()
    {
        Invocations++;
        return ValueTask.FromResult(outcome);
    }

    public int GetArgumentCount() => 3;

    public object? GetArgument(int index) => index == 2 ? Batches.Of(Batches.A, 1) : null;

    public void SetArgument(int index, object value) => throw new NotSupportedException();

    public string GetMethodName() => "DeliverBatch";

    public string GetInterfaceName() => "IStreamConsumerExtension";

    public string GetActivityName() => "IStreamConsumerExtension/DeliverBatch";

    public MethodInfo GetMethod() => throw new NotSupportedException();

    public Type GetInterfaceType() => typeof(FakeDelivery);

    public void Dispose()
    {
        // Nothing is pooled.
    }
}
