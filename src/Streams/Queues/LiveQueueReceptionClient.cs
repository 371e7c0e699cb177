using Orleans.Runtime.Services;

namespace RnnCluster.Streams.Queues;

/// <summary>Calls the reception of a certain silo.</summary>
internal sealed class LiveQueueReceptionClient(IServiceProvider services) : GrainServiceClient<ILiveQueueReception>(services)
{
    public Task TakeOverAsync(SiloAddress silo, string queue, byte[] message) => GetGrainService(silo).TakeOverAsync(queue, message);
}
