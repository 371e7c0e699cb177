namespace RnnCluster.LiveStreams.Baseline;

/// <summary>Tokens for a session.</summary>
/// <param name="Session">Its number in the client.</param>
/// <param name="Tokens">Rows of the vocabulary.</param>
/// <param name="ReplyTo">Key of the client's reply stream.</param>
/// <param name="WithProbabilities">Whether the answer shows all classes.</param>
[GenerateSerializer, Immutable, Alias("bench.TokenFrame")]
internal sealed record TokenFrame(
    [property: Id(0)] int Session,
    [property: Id(1)] int[] Tokens,
    [property: Id(2)] string ReplyTo,
    [property: Id(3)] bool WithProbabilities = false);
