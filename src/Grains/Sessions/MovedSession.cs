using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Grains.Sessions;

/// <summary>A session on its way from one silo to another.</summary>
/// <param name="Record">What would be stored.</param>
/// <param name="IsDirty">Whether the store does not have it so.</param>
/// <param name="IsStored">Whether the store has a record of the session.</param>
/// <param name="ETag">The version of that record.</param>
/// <param name="Answers">The newest answers, for senders that did not hear them.</param>
/// <param name="Frames">Frames that are not applied yet.</param>
[GenerateSerializer, Alias("rnn.MovedSession")]
internal sealed record MovedSession(
    [property: Id(0)] SessionRecord Record,
    [property: Id(1)] bool IsDirty,
    [property: Id(2)] bool IsStored,
    [property: Id(3)] string? ETag,
    [property: Id(4)] OutputFrame[] Answers,
    [property: Id(5)] InputFrame[] Frames);
