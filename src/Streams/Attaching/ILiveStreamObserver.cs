namespace RnnCluster.Streams.Attaching;

/// <summary>What a grain does with the events of a stream that it is attached to.</summary>
/// <typeparam name="T">Type of the stream's events.</typeparam>
public interface ILiveStreamObserver<in T>
{
    /// <summary>Takes the next event. Runs on the grain's scheduler, one after the other; must not fail.</summary>
    ValueTask OnNextAsync(T item);
}
