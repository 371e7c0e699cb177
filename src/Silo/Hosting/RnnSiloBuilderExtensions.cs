using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RnnCluster.Grains.Hosting;
using RnnCluster.Grains.Models;
using RnnCluster.Silo.Clustering;
using RnnCluster.Silo.Storage;
using RnnCluster.Silo.Storage.Memory;
using RnnCluster.Silo.Streams;

namespace RnnCluster.Silo.Hosting;

/// <summary>Makes a host a silo of RnnCluster.</summary>
public static class RnnSiloBuilderExtensions
{
    /// <summary>Name that silos and clients of one cluster share.</summary>
    public const string ClusterName = "rnncluster";

    /// <summary>Adds a whole silo to a host: sessions and streams, and the store with clustering and storage.</summary>
    public static IHostApplicationBuilder UseRnnSilo(this IHostApplicationBuilder host, RnnSiloOptions options)
    {
        // Before the silo, so that it starts earlier and stops later: sessions are stored until the silo has stopped.
        host.Services.AddRnnStore(options);
        host.UseOrleans(silo => silo.UseRnnStore(options).UseFailureDetection().AddRnnServing(options.ModelsFolder));
        return host;
    }

    /// <summary>Adds sessions, streams and storage in memory to a silo whose clustering is configured elsewhere.</summary>
    public static ISiloBuilder AddRnnSilo(this ISiloBuilder silo, string modelsFolder) => silo.AddRnnServing(modelsFolder).AddMemoryStorage();

    private static ISiloBuilder AddRnnServing(this ISiloBuilder silo, string modelsFolder)
    {
        silo.Services.Configure<ModelCatalogOptions>(options => options.Folder = modelsFolder);

        // Orleans' older directory ends grains whose entry was with a silo that leaves; sessions would fall back to their last record.
#pragma warning disable ORLEANSEXP003 // It is called experimental, and is what keeps one activation a grain while silos come and go.
        silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003
        return silo.AddRnnSessions().AddRnnStreams();
    }
}
