using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Grains.Sessions;

/// <summary>A session on its way from one silo to another.</summary>
/// <param name="Record">What would be stored.</param>
/// <param name="IsDirty">Whether the store does not have it so.</param>
/// <param name="ETag">The version of that record.</param>
/// <param name="DurableThrough">Highest sequence number that the store covers.</param>
/// <param name="Frames">Frames that are not applied yet.</param>
[GenerateSerializer, Alias("rnn.MovedSession")]
internal sealed record MovedSession(
    [property: Id(0)] SessionRecord Record,
    [property: Id(1)] bool IsDirty,
    [property: Id(3)] string? ETag,
    [property: Id(4)] long DurableThrough,
    [property: Id(5)] InputFrame[] Frames);
