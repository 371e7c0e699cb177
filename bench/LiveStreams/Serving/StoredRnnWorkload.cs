using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Client;
using RnnCluster.LiveStreams.Load;
using RnnCluster.LiveStreams.Processes;
using RnnCluster.Silo;
using RnnCluster.Silo.Hosting;
using RnnCluster.Silo.Storage;

namespace RnnCluster.LiveStreams.Serving;

/// <summary>RnnCluster with a store, as <c>rnn silo</c> runs.</summary>
/// <param name="Rnn">What is served.</param>
/// <param name="Store">Address of the store.</param>
/// <param name="DataFolder">Folder of the embedded store.</param>
/// <param name="Durability">Of all sessions.</param>
internal sealed record StoredRnnWorkload(RnnWorkload Rnn, string Store, string DataFolder, SessionDurability Durability) : Workload
{
    public override void Configure(IHostApplicationBuilder host, SiloSettings settings) => host.UseRnnSilo(new RnnSiloOptions
    {
        SiloPort = settings.SiloPort,
        GatewayPort = settings.GatewayPort,
        ModelsFolder = Rnn.ModelsFolder,
        Store = StoreAddress.Parse(Store),
        DataFolder = DataFolder,
    });

    public override void Configure(IClientBuilder client) => Rnn.Configure(client);

    public override ILoadTarget CreateTarget(IServiceProvider services) =>
        new RnnTarget(services.GetRequiredService<RnnClient>(), Rnn.Model, Durability);
}
