using Orleans.Runtime.Messaging;
using Orleans.TestingHost;
using RnnCluster.Streams.Queues;

namespace RnnCluster.Streams.Tests.Cluster;

/// <summary>What happens to streams while the cluster changes under load.</summary>
public sealed class ChangingClusterTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OnNextAsync_SiloJoinsAndLeaves_LosesNothing()
    {
        await using var cluster = await StreamsCluster.DeployAsync(silos: 1);
        var traffic = await Traffic.StartAsync(cluster, "join");

        var joined = await cluster.Silos.StartAdditionalSiloAsync();
        do
        {
            await traffic.FlowAsync();
        }
        while (!HasItsDoors(joined));

        await cluster.Silos.StopSiloAsync(joined, Cancellation);
        await traffic.FlowAsync();

        await traffic.StopAsync();
    }

    [Fact]
    public async Task OnNextAsync_OneOfThreeSilosLeaves_LosesNothing()
    {
        await using var cluster = await StreamsCluster.DeployAsync(silos: 3);
        var traffic = await Traffic.StartAsync(cluster, "leave");

        await cluster.Silos.StopSiloAsync(cluster.Silos.Silos[1], Cancellation);
        await traffic.FlowAsync();
        await cluster.Silos.StopSiloAsync(cluster.Silos.Silos[1], Cancellation);
        await traffic.FlowAsync();

        await traffic.StopAsync();
    }

    [Fact]
    public async Task OnNextAsync_ClusterClosesDoors_LosesNothing()
    {
        await using var cluster = await StreamsCluster.DeployAsync(silos: 2);
        var traffic = await Traffic.StartAsync(cluster, "doors");

        for (var round = 0; round < 5; round++)
        {
            for (var number = 0; number < 8; number++)
            {
                await cluster.Silos.DeactivateAsync(Door(cluster, number));
            }

            await traffic.FlowAsync();
        }

        await traffic.StopAsync();
    }

    [Fact]
    public async Task OnNextAsync_DoorsAreMovedByHand_LosesNothing()
    {
        await using var cluster = await StreamsCluster.DeployAsync(silos: 2);
        var traffic = await Traffic.StartAsync(cluster, "hand");

        for (var number = 0; number < 8; number++)
        {
            var other = cluster.Silos.Silos.First(silo => !StreamsCluster.QueuesOf(silo)[number].HasDoor);
            await cluster.Silos.MigrateAsync(Door(cluster, number), other.SiloAddress);
        }

        await traffic.FlowAsync();
        await traffic.StopAsync();
    }

    [Fact]
    public async Task OnNextAsync_SiloIsKilled_CallsEndAndStreamsWorkAgain()
    {
        const int Calls = 200;
        await using var cluster = await StreamsCluster.DeployAsync(silos: 2);
        var before = await Traffic.StartAsync(cluster, "before");
        await before.StopAsync();

        var calls = Enumerable.Range(0, Calls).Select(number =>
            cluster.PublishAsync(PlainSubscriber.Namespace, Publisher.Key("kill", number), producer: 0, 0, 1)).ToList();
        await cluster.Silos.KillSiloAsync(cluster.Silos.Silos[1], Cancellation);
        calls.AddRange(Enumerable.Range(Calls, Calls).Select(number =>
            cluster.PublishAsync(PlainSubscriber.Namespace, Publisher.Key("kill", number), producer: 0, 0, 1)));

        foreach (var call in calls)
        {
            var exception = await Record.ExceptionAsync(() => call.WaitAsync(TimeSpan.FromSeconds(60), Cancellation));
            Assert.True(exception is null or OrleansException or LiveQueueMovedException or ConnectionFailedException, exception?.ToString());
        }

        var after = await Traffic.StartAsync(cluster, "after");
        await after.StopAsync();
    }

    private static ILiveQueueGrain Door(StreamsCluster cluster, int number) =>
        cluster.Silos.Client.GetGrain<ILiveQueueGrain>(new QueueKey(StreamsCluster.Provider, number).ToString());

    /// <summary>Whether a silo reads queues, and has the doors of all that it reads.</summary>
    private static bool HasItsDoors(InProcessSiloHandle silo)
    {
        var queues = StreamsCluster.QueuesOf(silo);
        var read = Enumerable.Range(0, queues.Count).Where(number => queues[number].IsRead).ToList();
        return read.Count > 0 && read.TrueForAll(number => queues[number].HasDoor);
    }
}
