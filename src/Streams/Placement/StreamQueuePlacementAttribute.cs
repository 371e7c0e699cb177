using Orleans.Placement;

namespace RnnCluster.Streams.Placement;

/// <summary>
/// Places a grain on the silo that reads its stream: the stream of the namespace that has the grain's key, on the live stream provider of
/// that name. Its events then reach it without leaving the process.
/// </summary>
/// <param name="provider">Name of the provider.</param>
/// <param name="streamNamespace">Namespace of the stream.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public sealed class StreamQueuePlacementAttribute(string provider, string streamNamespace)
    : PlacementAttribute(new StreamQueuePlacement(provider, streamNamespace))
{
    /// <summary>Name of the provider.</summary>
    public string Provider { get; } = provider;

    /// <summary>Namespace of the stream.</summary>
    public string StreamNamespace { get; } = streamNamespace;
}
