using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using RnnCluster.Streams.Attaching;
using RnnCluster.Streams.Placement;
using RnnCluster.Streams.Queues;
using RnnCluster.Streams.Receiving;

namespace RnnCluster.Streams.Hosting;

/// <summary>Configures a live stream provider in a silo.</summary>
public sealed class SiloLiveStreamConfigurator : SiloPersistentStreamConfigurator
{
    // An agent whose queue is empty waits inside the queue; this is how soon it looks again while streams are being registered.
    private static readonly TimeSpan RegistrationPeriod = TimeSpan.FromMilliseconds(1);

    /// <summary>A provider by its name.</summary>
    public SiloLiveStreamConfigurator(string name, Action<Action<IServiceCollection>> configureDelegate)
        : base(name, configureDelegate, static (services, name) => new LiveStreamAdapterFactory(services, name))
    {
        ConfigureDelegate(services => AddServices(services, name));
        this.ConfigurePartitionBalancing(static (services, _) => ActivatorUtilities.CreateInstance<LiveQueueBalancer>(services));
        this.ConfigurePullingAgent(agent => agent.Configure(static options => options.GetQueueMsgsTimerPeriod = RegistrationPeriod));
        this.ConfigureBackoffProvider(static (_, _) => new DeliveryBackoff());
        this.Configure<StreamLifecycleOptions>(lifecycle => lifecycle.Configure(static options => options.StartStage = LiveStreamStages.Agents));
    }

    private static void AddServices(IServiceCollection services, string name)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddLiveStreamCore(name);
        services.AddKeyedSingleton(name, (provider, _) => new LiveQueues(
            name,
            provider.GetRequiredService<IOptionsMonitor<LiveStreamOptions>>().Get(name),
            provider.GetRequiredKeyedService<LiveStreamMap>(name),
            provider.GetRequiredService<QueueOwners>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<LiveQueues>>()));
        services.AddKeyedSingleton<ILiveStreamAttachments>(name, static (provider, key) => provider.GetRequiredKeyedService<LiveQueues>(key));
        services.AddKeyedSingleton<ILiveStreamLocator>(name, static (provider, key) => provider.GetRequiredKeyedService<LiveQueues>(key));
        services.AddKeyedSingleton(name, static (provider, key) => ActivatorUtilities.CreateInstance<LiveQueueDoors>(
            provider, provider.GetRequiredKeyedService<LiveQueues>(key)));
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(
            provider => new LiveQueueLifecycle(provider.GetRequiredKeyedService<LiveQueueDoors>(name)));
        if (services.All(service => service.ServiceType != typeof(QueueOwners)))
        {
            services.AddSingleton<QueueOwners>();
            services.AddSingleton<IOutgoingGrainCallFilter, ClientDeliveries>();
            services.AddSingleton<LiveQueueReceptionClient>();
            services.AddGrainService<LiveQueueReception>();
            services.AddPlacementDirector<StreamQueuePlacement, StreamQueuePlacementDirector>(ServiceLifetime.Transient);
            services.AddPlacementDirector<QueueDoorPlacement, QueueDoorPlacementDirector>();
        }
    }
}
