using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Storage;
using RnnCluster.Abstractions.Streams;
using RnnCluster.Grains.Batching;
using RnnCluster.Grains.Tests.Checkpoints;
using RnnCluster.Grains.Tests.Testing;
using RnnCluster.Silo;
using RnnCluster.Silo.Gateway.Hosting;
using RnnCluster.Silo.Hosting;
using SessionOptions = RnnCluster.Grains.Sessions.SessionOptions;

namespace RnnCluster.Grains.Tests.Telemetry;

/// <summary>A silo with its HTTP gateway, a store that can fail, and an engine that two jobs fill.</summary>
public sealed class GatewayFixture(ClusterFixture shared) : IAsyncLifetime
{
    public WebApplication Host { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    internal TestStore Store { get; } = new();

    public async ValueTask InitializeAsync()
    {
        Host = await StartAsync(shared.Models, Store);
        Http = Client(Host);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Host.DisposeAsync();
    }

    /// <summary>A silo on the models of a folder.</summary>
    internal static async Task<WebApplication> StartAsync(string models, TestStore store)
    {
        var ports = LoopbackPorts.FindFree(2);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(ports[0], ports[1]).AddRnnSilo(models);
            silo.Services.AddKeyedSingleton<IGrainStorage>(RnnStreams.SessionStore, store);
            silo.Services.Configure<SessionOptions>(options => options.CheckpointMs = 50);
            silo.Services.Configure<StepEngineOptions>(options => options.JobsLimit = 2);
        });
        builder.AddRnnGateway(options => options.Port = 0);
        var host = builder.Build().MapRnnGateway();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    /// <summary>What calls the gateway of a silo.</summary>
    internal static HttpClient Client(WebApplication host) => new()
    {
        BaseAddress = new Uri(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()),
    };
}
