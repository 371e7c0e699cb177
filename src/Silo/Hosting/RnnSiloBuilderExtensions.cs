using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RnnCluster.Grains.Hosting;
using RnnCluster.Grains.Models;
using RnnCluster.Silo.Streams;

namespace RnnCluster.Silo.Hosting;

/// <summary>Makes a host a silo of RnnCluster.</summary>
public static class RnnSiloBuilderExtensions
{
    /// <summary>Name that silos and clients of one cluster share.</summary>
    public const string ClusterName = "rnncluster";

    /// <summary>Adds a whole silo to a host: sessions, streams, storage and localhost clustering.</summary>
    public static IHostApplicationBuilder UseRnnSilo(this IHostApplicationBuilder host, RnnSiloOptions options)
    {
        host.UseOrleans(silo => silo
            .UseLocalhostClustering(options.SiloPort, options.GatewayPort, options.Primary, ClusterName, ClusterName)
            .AddRnnSilo(options.ModelsFolder));
        return host;
    }

    /// <summary>Adds sessions, streams and storage to a silo whose clustering is configured elsewhere.</summary>
    public static ISiloBuilder AddRnnSilo(this ISiloBuilder silo, string modelsFolder)
    {
        silo.Services.Configure<ModelCatalogOptions>(options => options.Folder = modelsFolder);

        // Orleans' older directory ends grains whose entry was with a silo that leaves; sessions would fall back to their last record.
#pragma warning disable ORLEANSEXP003 // It is called experimental, and is what keeps one activation a grain while silos come and go.
        silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003
        return silo.AddRnnSessions().AddRnnMemoryStore().AddRnnStreams();
    }
}
