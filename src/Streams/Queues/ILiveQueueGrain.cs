using Orleans.Concurrency;

namespace RnnCluster.Streams.Queues;

/// <summary>The door of a queue: where other processes hand in events. Lives on the silo that reads the queue. Key: <c>provider/number</c>.</summary>
[Alias("rnn.ILiveQueueGrain")]
internal interface ILiveQueueGrain : IGrainWithStringKey
{
    /// <summary>Takes a message of events in; returns when they are in the queue.</summary>
    /// <returns>The silo that the queue is on.</returns>
    /// <exception cref="LiveStreamFullException">The queue stayed full for a moment; try again, for as long as a producer waits.</exception>
    /// <exception cref="LiveQueueMovedException">The queue moves to another silo; try again.</exception>
    [AlwaysInterleave, Alias("Enqueue")]
    Task<SiloAddress> EnqueueAsync([Immutable] byte[] message);

    /// <summary>Takes a message for several queues in, as far as they are on this silo and have room.</summary>
    /// <returns>Numbers of the queues that took nothing: their own doors know more.</returns>
    [AlwaysInterleave, Alias("EnqueueAll")]
    Task<int[]> EnqueueAllAsync([Immutable] byte[] message);

    /// <summary>Asks the door, and what waits in the queue, to come to <paramref name="silo"/>.</summary>
    /// <returns>Whether it is there.</returns>
    [AlwaysInterleave, Alias("MoveTo")]
    Task<bool> MoveToAsync(SiloAddress silo);
}
