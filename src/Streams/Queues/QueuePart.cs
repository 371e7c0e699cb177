namespace RnnCluster.Streams.Queues;

/// <summary>What one queue gets of a message for several.</summary>
/// <param name="Queue">The queue's number.</param>
/// <param name="Batches">Its events, in order.</param>
[GenerateSerializer, Immutable, Alias("rnn.QueuePart")]
internal sealed record QueuePart([property: Id(0)] int Queue, [property: Id(1)] List<LiveBatch> Batches);
