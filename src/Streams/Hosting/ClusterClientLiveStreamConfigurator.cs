namespace RnnCluster.Streams.Hosting;

/// <summary>Configures a live stream provider in a client.</summary>
public sealed class ClusterClientLiveStreamConfigurator : ClusterClientPersistentStreamConfigurator
{
    /// <summary>A provider by its name.</summary>
    public ClusterClientLiveStreamConfigurator(string name, IClientBuilder clientBuilder)
        : base(name, clientBuilder, static (services, name) => new LiveStreamAdapterFactory(services, name)) =>
        ConfigureDelegate(services => services.AddLiveStreamCore(name).AddGatewayLoss());
}
