namespace RnnCluster.Streams.Queues;

/// <summary>The queue is on its way to another silo; nothing was taken.</summary>
[GenerateSerializer, Alias("rnn.LiveQueueMovedException")]
internal sealed class LiveQueueMovedException(string message) : Exception(message);
