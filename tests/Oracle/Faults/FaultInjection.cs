using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using RnnCluster.Abstractions.Streams;
using RnnCluster.Grains.Checkpoints;
using RnnCluster.Grains.Sessions;

namespace RnnCluster.Oracle.Faults;

/// <summary>Builds a deliberate fault into a silo.</summary>
internal static class FaultInjection
{
    /// <summary>Changes the services of a silo that is about to be built.</summary>
    public static void Apply(IServiceCollection services, OracleFault fault)
    {
        switch (fault)
        {
            case OracleFault.SkipDuplicateCheck:
                services.Configure<SessionOptions>(static options => options.SkipsDuplicateCheck = true);
                break;
            case OracleFault.StaleCheckpoint:
                Replace(services, static (_, storage) => new StaleStorage(storage));
                break;
            case OracleFault.LostSampler:
                Replace(services, static (provider, storage) => new SamplerlessStorage(storage, provider.GetRequiredService<CheckpointFormat>()));
                break;
        }
    }

    /// <summary>Puts something between the sessions and their store.</summary>
    private static void Replace(IServiceCollection services, Func<IServiceProvider, IGrainStorage, IGrainStorage> wrap)
    {
        var real = services.Last(service =>
            service.ServiceType == typeof(IGrainStorage) && service.IsKeyedService && service.ServiceKey is RnnStreams.SessionStore);
        services.Remove(real);
        services.AddKeyedSingleton(RnnStreams.SessionStore, (provider, key) =>
            wrap(provider, (IGrainStorage)real.KeyedImplementationFactory!(provider, key)));
    }
}
