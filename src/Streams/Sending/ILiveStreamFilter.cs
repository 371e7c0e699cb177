namespace RnnCluster.Streams.Sending;

/// <summary>
/// Decides how often an event of this process is published: for trials of what the ends of a stream do about loss and repetition. A
/// provider without one, registered under its name as a keyed service, publishes each event once.
/// </summary>
public interface ILiveStreamFilter
{
    /// <summary>How often <paramref name="item"/> goes on <paramref name="stream"/>: 0 loses it, 2 doubles it. Called by any thread.</summary>
    int Copies(StreamId stream, object item);
}
