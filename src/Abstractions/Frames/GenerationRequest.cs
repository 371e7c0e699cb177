namespace RnnCluster.Abstractions.Frames;

/// <summary>Asks a session to go on by itself: each sampled token is given out and becomes the next input.</summary>
[GenerateSerializer, Immutable, Alias("rnn.GenerationRequest")]
public sealed record GenerationRequest
{
    /// <summary>Most tokens in one part of an answer: a part must fit into one message.</summary>
    public const int PartTokensLimit = 1_024;

    /// <summary>Most tokens to sample, or steps to search, at least 1; the model's end token stops earlier.</summary>
    [Id(0)]
    public required int Tokens { get; init; }

    /// <summary>Divides the logits, 0 to 100; 0 takes the likeliest token. Null for the package's default.</summary>
    [Id(1)]
    public float? Temperature { get; init; }

    /// <summary>Samples among the K likeliest tokens only; 0 for all. Null for the package's default.</summary>
    [Id(2)]
    public int? TopK { get; init; }

    /// <summary>Samples among the likeliest tokens whose probabilities reach P only, above 0 to 1. Null for the default.</summary>
    [Id(3)]
    public float? TopP { get; init; }

    /// <summary>Starts a new stream of random numbers; null goes on with the session's.</summary>
    [Id(4)]
    public ulong? Seed { get; init; }

    /// <summary>Tokens in each part of the answer, 1 to 1,024. Fewer means sooner, more means fewer messages.</summary>
    [Id(5)]
    public int PartTokens { get; init; } = 16;

    /// <summary>
    /// Hypotheses of a beam search, 1 to 64; 1 samples. Null for the package's default, or for 1 when a sampling setting is given.
    /// </summary>
    [Id(6)]
    public int? Beams { get; init; }
}
