namespace RnnCluster.Streams;

/// <summary>Bounds and patience of a live stream provider.</summary>
public sealed class LiveStreamOptions
{
    /// <summary>
    /// Queues that the streams are spread over, 1 to 1,024. All silos and clients of a cluster must agree on it; a silo beyond this
    /// number has no queue. Default 16.
    /// </summary>
    public int QueueCount { get; set; } = 16;

    /// <summary>Most events that one queue holds for its subscribers; then its producers wait. 1 to 100,000,000. Default 65,536.</summary>
    public int QueueEventsLimit { get; set; } = 65_536;

    /// <summary>How long a producer waits for room before it gets a <see cref="LiveStreamFullException"/>, 0 to 25,000 ms. Default 10,000.</summary>
    public int FullWaitMs { get; set; } = 10_000;

    /// <summary>
    /// How long a sender waits for the answer of another process before it takes its message for lost and sends it again, 100 to 25,000 ms.
    /// Default 2,500.
    /// </summary>
    public int AnswerWaitMs { get; set; } = 2_500;

    /// <summary>How long sending is tried again while the cluster changes, 0 to 600,000 ms. Default 20,000.</summary>
    public int RetryMs { get; set; } = 20_000;

    /// <summary>Most events of one queue in a message between processes, 1 to 1,000,000. Default 2,048.</summary>
    public int MessageEventsLimit { get; set; } = 2_048;

    /// <summary>A message of more bytes travels in parts, as far as it has several events; 1,024 to 67,108,864. Default 4,194,304.</summary>
    public int MessageBytesLimit { get; set; } = 4 << 20;

    /// <summary>Messages that one process keeps under way to the queues of one silo, 1 to 1,024. Default 1.</summary>
    public int MessagesUnderWay { get; set; } = 1;

    /// <summary>Most events that one process keeps for one queue while a message is under way, 1 to 100,000,000. Default 1,048,576.</summary>
    public int SenderEventsLimit { get; set; } = 1 << 20;
}
