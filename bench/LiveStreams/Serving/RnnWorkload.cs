using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Client;
using RnnCluster.Client.Hosting;
using RnnCluster.LiveStreams.Load;
using RnnCluster.LiveStreams.Processes;
using RnnCluster.Silo.Hosting;

namespace RnnCluster.LiveStreams.Serving;

/// <summary>RnnCluster with nothing that outlives its silos.</summary>
/// <param name="ModelsFolder">Where the model's package is.</param>
/// <param name="Model">What the sessions are opened on.</param>
internal sealed record RnnWorkload(string ModelsFolder, string Model) : Workload
{
    public override void Configure(IHostApplicationBuilder host, SiloSettings settings) =>
        UseLocalhost(host, settings, silo => silo.AddRnnSilo(ModelsFolder));

    public override void Configure(IClientBuilder client)
    {
        client.AddRnnStreams();
        client.Services.AddRnnClient();
    }

    public override ILoadTarget CreateTarget(IServiceProvider services) =>
        new RnnTarget(services.GetRequiredService<RnnClient>(), Model, SessionDurability.None);
}
