using Orleans.Services;

namespace RnnCluster.Streams.Queues;

/// <summary>Takes over, on the silo that is to read a queue, what waits on the silo that read it before.</summary>
[Alias("rnn.ILiveQueueReception")]
internal interface ILiveQueueReception : IGrainService
{
    /// <summary>Puts a message of events in front of all that waits in the queue; returns when they are there.</summary>
    [Alias("TakeOver")]
    Task TakeOverAsync(string queue, [Immutable] byte[] message);
}
