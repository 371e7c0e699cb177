namespace RnnCluster.Abstractions.Sessions;

/// <summary>A session as a file: everything that it goes on with, on this cluster or another one that serves the same version of the model.</summary>
/// <param name="Session">Key of the session that was exported.</param>
/// <param name="ModelVersion">The version of the model that it was opened on.</param>
/// <param name="NextSequence">The sequence number that it applies next.</param>
/// <param name="Content">The session's record, in the format of the store, with its checksum.</param>
[GenerateSerializer, Immutable, Alias("rnn.SessionExport")]
public sealed record SessionExport(
    [property: Id(0)] string Session,
    [property: Id(1)] string ModelVersion,
    [property: Id(2)] long NextSequence,
    [property: Id(3)] byte[] Content);
