using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using RnnCluster.Client;
using RnnCluster.Grains.Sessions;
using RnnCluster.Grains.Tests.Testing;

namespace RnnCluster.Grains.Tests.Sessions;

/// <summary>A silo that stops while others go on.</summary>
public sealed class SessionMoverTests(ClusterFixture shared)
{
    private const int Sessions = 60;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stop_OneOfTwoSilos_AllSessionsGoOnWithTheirBits()
    {
        await using var cluster = await ClusterFixture.DeployAsync(silos: 2, shared.Models);
        var expected = References();
        await using (var client = ClusterFixture.CreateClient(cluster))
        {
            await GenerateAllAsync(client, expected, firstFrame: 0);
        }

        Assert.All(cluster.Silos, silo => Assert.NotEqual(0, Census(cluster, silo).Count));
        await cluster.StopSiloAsync(cluster.Silos[1], Cancellation);

        Assert.Equal(Sessions, Census(cluster, cluster.Silos[0]).Count);
        await using var again = ClusterFixture.CreateClient(cluster);
        await GenerateAllAsync(again, expected, firstFrame: 1);
    }

    [Fact]
    public async Task Stop_WithoutTimeToDrain_MovesNone()
    {
        await using var cluster = await ClusterFixture.DeployAsync(
            silos: 2, shared.Models, silo => silo.Services.Configure<SessionOptions>(options => options.DrainMs = 0));
        await using var client = ClusterFixture.CreateClient(cluster);
        await GenerateAllAsync(client, References(), firstFrame: 0);
        var stay = Census(cluster, cluster.Silos[0]).Count;

        await cluster.StopSiloAsync(cluster.Silos[1], Cancellation);

        Assert.Equal(stay, Census(cluster, cluster.Silos[0]).Count);
    }

    private static async Task GenerateAllAsync(RnnClient client, List<ReferenceSession> expected, long firstFrame)
    {
        for (var index = 0; index < expected.Count; index++)
        {
            await using var session = await client.OpenAsync(TinyModels.Letters, $"drained{index}", (ulong)index, cancellation: Cancellation);
            Assert.Equal(firstFrame, session.Opened.NextSequence);
            Assert.Equal(expected[index].Generate(12), Sending.Tokens(await session.GenerateAllAsync(12)));
        }
    }

    private static SessionCensus Census(InProcessTestCluster cluster, InProcessSiloHandle silo) =>
        cluster.GetSiloServiceProvider(silo.SiloAddress).GetRequiredService<SessionCensus>();

    private List<ReferenceSession> References() =>
        [.. Enumerable.Range(0, Sessions).Select(index => new ReferenceSession(shared.Load(TinyModels.Letters), (ulong)index))];
}
