using Microsoft.Extensions.DependencyInjection;
using RnnCluster.Client;
using RnnCluster.Client.Hosting;
using RnnCluster.LiveStreams.Load;
using RnnCluster.Silo.Hosting;

namespace RnnCluster.LiveStreams.Serving;

/// <summary>RnnCluster as users get it.</summary>
/// <param name="ModelsFolder">Where the model's package is.</param>
/// <param name="Model">What the sessions are opened on.</param>
internal sealed record RnnWorkload(string ModelsFolder, string Model) : Workload
{
    public override void Configure(ISiloBuilder silo) => silo.AddRnnSilo(ModelsFolder);

    public override void Configure(IClientBuilder client)
    {
        client.AddRnnStreams();
        client.Services.AddRnnClient();
    }

    public override ILoadTarget CreateTarget(IServiceProvider services) =>
        new RnnTarget(services.GetRequiredService<RnnClient>(), Model);
}
