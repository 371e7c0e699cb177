using RnnCluster.Client.Json;

namespace RnnCluster.Silo.Gateway.Rest;

/// <summary>Body of <c>POST …/frames</c>.</summary>
internal sealed record FrameRequest : InferenceBody
{
    public const string Allowed = "a frame is an object with " + Keys + ", and sequence";

    /// <summary>The frame's sequence number; null for the session's next one.</summary>
    public long? Sequence { get; init; }
}
