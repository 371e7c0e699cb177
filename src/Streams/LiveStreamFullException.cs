namespace RnnCluster.Streams;

/// <summary>A queue stayed full for as long as its producers wait; the message says which, how full and how long.</summary>
/// <remarks>Nothing of the call was taken, unless it had more events than one message; then its first ones may have been.</remarks>
[GenerateSerializer, Alias("rnn.LiveStreamFullException")]
public sealed class LiveStreamFullException : Exception
{
    /// <summary>An exception without a message, for serializers.</summary>
    public LiveStreamFullException()
    {
    }

    /// <summary>A full queue.</summary>
    public LiveStreamFullException(string message)
        : base(message)
    {
    }

    /// <summary>A full queue with its cause.</summary>
    public LiveStreamFullException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
