namespace RnnCluster.Streams.Hosting;

/// <summary>Adds live stream providers to silos and clients.</summary>
public static class LiveStreamHostingExtensions
{
    /// <summary>Adds a live stream provider to a silo.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="name">Name of the provider.</param>
    /// <param name="configure">Changes its options.</param>
    public static ISiloBuilder AddLiveStreams(this ISiloBuilder silo, string name, Action<SiloLiveStreamConfigurator>? configure = null)
    {
        var configurator = new SiloLiveStreamConfigurator(name, configureServices => silo.ConfigureServices(configureServices));
        configure?.Invoke(configurator);
        return silo;
    }

    /// <summary>Adds a live stream provider to a client; its options must be those of the silos.</summary>
    /// <param name="client">The client.</param>
    /// <param name="name">Name of the provider.</param>
    /// <param name="configure">Changes its options.</param>
    public static IClientBuilder AddLiveStreams(
        this IClientBuilder client, string name, Action<ClusterClientLiveStreamConfigurator>? configure = null)
    {
        var configurator = new ClusterClientLiveStreamConfigurator(name, client);
        configure?.Invoke(configurator);
        return client;
    }
}
