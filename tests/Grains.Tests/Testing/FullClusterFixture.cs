using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using RnnCluster.Client;
using RnnCluster.Grains.Batching;
using RnnCluster.Grains.Sessions;

namespace RnnCluster.Grains.Tests.Testing;

/// <summary>One silo with room for two sessions, one job and four frames that wait, whose sessions sleep after a second.</summary>
public sealed class FullClusterFixture(ClusterFixture shared) : IAsyncLifetime
{
    public InProcessTestCluster Cluster { get; private set; } = null!;

    public RnnClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Cluster = await ClusterFixture.DeployAsync(silos: 1, shared.Models, silo =>
        {
            silo.Services.Configure<SessionOptions>(options =>
            {
                options.SessionsLimit = 2;
                options.InboxFramesLimit = 4;
                options.IdleSeconds = 1;
                options.GenerationTokensLimit = 5_000_000;
            });
            silo.Services.Configure<StepEngineOptions>(options =>
            {
                options.Workers = 1;
                options.JobsLimit = 1;
                options.JobWaitMs = 0;
            });
        });
        Client = ClusterFixture.CreateClient(Cluster);
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Cluster.DisposeAsync();
    }
}
