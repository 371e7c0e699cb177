namespace RnnCluster.Streams.Attaching;

/// <summary>Attaches the grains of this silo to streams of a provider. One service for each provider, by its name.</summary>
/// <remarks>
/// A subscribed grain gets its events from a pulling agent, one awaited grain call for each batch. An attached one is handed those that
/// reach this silo at once, as turns of its own: no call, no cursor, nothing kept for the stream. The subscription stays what wakes the
/// grain and what finds it on other silos; the order of the stream holds across both ways.
/// </remarks>
public interface ILiveStreamAttachments
{
    /// <summary>Attaches a grain until the result is disposed, at the latest when the grain is deactivated. Call it on the grain's scheduler.</summary>
    /// <param name="stream">The stream, which must have no other subscriber.</param>
    /// <param name="grain">The grain's context.</param>
    /// <param name="observer">Takes the events.</param>
    /// <returns>Ends the attachment: what was handed over and not taken goes the way of the subscription.</returns>
    IDisposable Attach<T>(StreamId stream, IGrainContext grain, ILiveStreamObserver<T> observer);
}
