using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Storage;
using RnnCluster.Abstractions.Streams;
using RnnCluster.Grains.Batching;
using RnnCluster.Grains.Checkpoints;
using RnnCluster.Grains.Models;
using RnnCluster.Grains.Sessions;
using RnnCluster.Grains.Telemetry;

namespace RnnCluster.Grains.Hosting;

/// <summary>Puts live sessions into a silo.</summary>
public static class RnnClusterSiloBuilderExtensions
{
    /// <summary>Adds the session grains, the step engine and the model catalog. Streams and storage are the host's choice.</summary>
    /// <remarks>
    /// The host must add stream providers named <see cref="RnnStreams.InputProvider"/> and <see cref="RnnStreams.OutputProvider"/>,
    /// and grain storage named <see cref="RnnStreams.SessionStore"/>.
    /// </remarks>
    public static ISiloBuilder AddRnnSessions(this ISiloBuilder silo)
    {
        var services = silo.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ModelCatalog>();
        services.AddSingleton<ModelMetrics>();
        services.AddSingleton<ModelReports>();
        services.AddGrainService<ModelReport>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, ModelWatch>();
        services.AddMetrics();
        services.AddSingleton<StepEngineMetrics>();
        services.AddSingleton<StepEngine>();
        services.AddSingleton<SessionCensus>();
        services.AddSingleton<ModelTraffics>();
        services.AddSingleton<SessionMetrics>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, SessionWatch>();
        services.AddSingleton<CheckpointMetrics>();
        services.AddSingleton<IStoreHealth, StoreHealth>();
        services.AddSingleton<OutputPublisher>();
        services.AddSingleton<CheckpointFormat>();
        services.AddSingleton<CheckpointStore>();
        services.AddSingleton<IStoreProbe>(static provider => provider.GetRequiredService<CheckpointStore>());
        services.AddSingleton<ISiloLoad, SiloLoad>();
        services.AddSingleton<CheckpointClock>();
        services.AddKeyedSingleton<IGrainStorageSerializer, StoredBytesSerializer>(RnnStreams.SessionStore);
        services.AddSingleton<MoveTargets>();
        services.AddSingleton<SessionHost>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, SessionMover>();
        services.AddOptions<StepEngineOptions>().ValidateOnStart();
        services.AddOptions<SessionOptions>().ValidateOnStart();
        services.AddOptions<ModelCatalogOptions>().ValidateOnStart();
        services.AddSingleton<IValidateOptions<StepEngineOptions>, StepEngineOptionsValidator>();
        services.AddSingleton<IValidateOptions<SessionOptions>, SessionOptionsValidator>();
        services.AddSingleton<IValidateOptions<ModelCatalogOptions>, ModelCatalogOptionsValidator>();
        services.AddOptions<GrainCollectionOptions>().Configure<IOptions<SessionOptions>>(static (collection, sessions) =>
        {
            var idle = TimeSpan.FromSeconds(sessions.Value.IdleSeconds);
            collection.ClassSpecificCollectionAge[typeof(SessionGrain).FullName!] = idle;

            // Orleans refuses to start when it looks for idle grains less often than they may idle.
            collection.CollectionQuantum = TimeSpan.FromTicks(Math.Min(collection.CollectionQuantum.Ticks, idle.Ticks / 2));
        });
        return silo;
    }

    /// <summary>Keeps the sessions that are not in memory in the memory of the cluster: for trials, nothing outlives the silos.</summary>
    public static ISiloBuilder AddRnnMemoryStore(this ISiloBuilder silo)
    {
        // Records are bytes already.
        return silo.AddMemoryGrainStorage(RnnStreams.SessionStore, options => options.Configure(
            static storage => storage.GrainStorageSerializer = new StoredBytesSerializer()));
    }
}
