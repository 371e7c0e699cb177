using Orleans.Providers;
using RnnCluster.Grains.Hosting;

namespace RnnCluster.Silo.Storage.Memory;

/// <summary>The memory of the silos as the store: for trials, tests and silos that live as long as one command.</summary>
internal static class MemoryStoreExtensions
{
    /// <summary>The cluster of the silos of this machine whose first one keeps the membership.</summary>
    public static ISiloBuilder UseMemoryClustering(this ISiloBuilder silo, RnnSiloOptions options) =>
        silo.UseDevelopmentClustering(options.Primary);

    /// <summary>Sessions and subscriptions in the memory of the cluster.</summary>
    public static ISiloBuilder AddMemoryStorage(this ISiloBuilder silo) => silo
        .AddRnnMemoryStore()
        .AddMemoryGrainStorage(ProviderConstants.DEFAULT_PUBSUB_PROVIDER_NAME);
}
