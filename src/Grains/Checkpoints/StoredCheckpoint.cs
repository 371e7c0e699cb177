namespace RnnCluster.Grains.Checkpoints;

/// <summary>What the store has of a session under some name.</summary>
/// <param name="Content">The bytes, sound or not; null when there are none.</param>
/// <param name="ETag">Their version in the store, which a write must name; also where something was and is forgotten.</param>
internal sealed record StoredCheckpoint(byte[]? Content, string? ETag);
