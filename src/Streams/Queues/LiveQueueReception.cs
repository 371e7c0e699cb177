using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Serialization;

namespace RnnCluster.Streams.Queues;

/// <inheritdoc/>
[Reentrant]
internal sealed class LiveQueueReception(
    GrainId id, Silo silo, ILoggerFactory loggers, IServiceProvider services, Serializer<List<LiveBatch>> serializer)
    : GrainService(id, silo, loggers), ILiveQueueReception
{
    public Task TakeOverAsync(string queue, byte[] message)
    {
        var key = QueueKey.Parse(queue);
        services.GetRequiredKeyedService<LiveQueues>(key.Provider)[key.Number].TakeOver(serializer.Deserialize(message)!);

        // Should neither door nor agent come here, the events follow the door.
        _ = Task.Run(() => services.GetRequiredKeyedService<LiveQueueDoors>(key.Provider).ForwardLaterAsync(key.Number));
        return Task.CompletedTask;
    }
}
