using Orleans.Serialization.Invocation;
using RnnCluster.Streams.Receiving;

namespace RnnCluster.Streams.Tests.Receiving;

public sealed class JointDeliveryTests
{
    [Fact]
    public async Task Invoke_SeveralDeliveries_MakesEachAndTellsEachOutcome()
    {
        var fault = new InvalidOperationException("the subscriber is gone");
        FakeDelivery[] deliveries =
        [
            new(Response.FromResult("taken")),
            new(Response.FromException(fault)),
            new(Response.FromResult<object?>(null)),
        ];
        var client = new Holder();
        using var joint = new JointDelivery([.. deliveries]);
        joint.SetTarget(client);

        var response = await joint.Invoke();

        Assert.Null(response.Exception);
        var outcomes = Assert.IsType<DeliveryOutcome[]>(response.Result);
        Assert.Equal(["taken", null, null], outcomes.Select(outcome => outcome.Result));
        Assert.Equal([null, fault, null], outcomes.Select(outcome => outcome.Fault));
        Assert.All(deliveries, delivery => Assert.Same(client, delivery.Target));
        Assert.All(deliveries, delivery => Assert.Equal(1, delivery.Invocations));
    }

    private sealed class Holder : ITargetHolder
    {
        public object? GetTarget() => null;

        public object? GetComponent(Type componentType) => null;
    }
}
