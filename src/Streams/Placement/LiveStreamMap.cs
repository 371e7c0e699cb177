using Orleans.Configuration;
using Orleans.Streams;

namespace RnnCluster.Streams.Placement;

/// <summary>
/// Spreads the streams of a provider over its queues, by hash and alike in all processes. One service for each provider, by its name.
/// Queues of the same number are read by the same silo, also those of two providers with equally many queues.
/// </summary>
/// <param name="provider">Name of the provider.</param>
/// <param name="queueCount">How many queues it has.</param>
public sealed class LiveStreamMap(string provider, int queueCount)
{
    /// <summary>How many queues the provider has.</summary>
    public int QueueCount { get; } = queueCount;

    internal HashRingBasedStreamQueueMapper Mapper { get; } =
        new(new HashRingStreamQueueMapperOptions { TotalQueueCount = queueCount }, provider);

    /// <summary>Number of a stream's queue, 0 to <see cref="QueueCount"/> − 1.</summary>
    public int NumberOf(StreamId stream) => NumberOf(Mapper.GetQueueForStream(stream));

    internal static int NumberOf(QueueId queue) => (int)queue.GetNumericId();
}
