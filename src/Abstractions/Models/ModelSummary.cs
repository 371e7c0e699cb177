namespace RnnCluster.Abstractions.Models;

/// <summary>A version of a model in a few words, or what is wrong with a package.</summary>
[GenerateSerializer, Immutable, Alias("rnn.ModelSummary")]
public sealed record ModelSummary
{
    /// <summary>Name of the package, first part of its sessions' keys.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>Published version; empty for what is refused before its version is known.</summary>
    [Id(1)]
    public string Version { get; init; } = "";

    /// <summary>What it does, in a sentence.</summary>
    [Id(2)]
    public string Description { get; init; } = "";

    /// <summary><c>many-to-one</c>, <c>one-to-many</c>, <c>many-to-many</c> …</summary>
    [Id(3)]
    public string Topology { get; init; } = "";

    /// <summary><c>rnn-tanh</c>, <c>rnn-relu</c>, <c>gru</c> or <c>lstm</c>.</summary>
    [Id(4)]
    public string Cell { get; init; } = "";

    /// <summary>Stacked layers.</summary>
    [Id(5)]
    public int Layers { get; init; }

    /// <summary>Length of <c>h</c> of one layer.</summary>
    [Id(6)]
    public int HiddenSize { get; init; }

    /// <summary>
    /// What the weights of its recurrent networks are kept as: <c>float32</c>, <c>bfloat16</c> or <c>int8</c>; empty when it has none.
    /// </summary>
    [Id(17)]
    public string Weights { get; init; } = "";

    /// <summary>Number of weights and biases.</summary>
    [Id(7)]
    public long Parameters { get; init; }

    /// <summary>Length of the input vector when it reads feature vectors, 0 when it reads tokens.</summary>
    [Id(8)]
    public int FeatureSize { get; init; }

    /// <summary>Number of the token ids that its frames may carry, from 0 on; 0 when they carry feature vectors.</summary>
    [Id(18)]
    public int VocabularySize { get; init; }

    /// <summary>Whether inputs wait for the end of their sequence: those of a bidirectional model, and the source of an encoder-decoder.</summary>
    [Id(19)]
    public bool ReadsWholeSequences { get; init; }

    /// <summary>Whether it can generate.</summary>
    [Id(9)]
    public bool Generates { get; init; }

    /// <summary>Tokens after which a generated text ends when nobody says otherwise; 0 when it does not generate.</summary>
    [Id(15)]
    public int MaxTokens { get; init; }

    /// <summary>The card's metric, name and value; null when the package names none.</summary>
    [Id(10)]
    public string? Metric { get; init; }

    /// <summary>The data that <see cref="Metric"/> was measured on.</summary>
    [Id(14)]
    public string? MetricSplit { get; init; }

    /// <summary>Licence of the weights.</summary>
    [Id(11)]
    public string Licence { get; init; } = "";

    /// <summary>Kind of the tokenizer of the tokens that it puts out or labels: <c>characters</c>, <c>words</c>, <c>abc</c> or <c>bpe</c>; empty for vectors.</summary>
    [Id(13)]
    public string Tokenizer { get; init; } = "";

    /// <summary>How its vectors are chords; null when they are not.</summary>
    [Id(16)]
    public PianoRoll? PianoRoll { get; init; }

    /// <summary>What is wrong with the package; empty when it is served.</summary>
    [Id(12)]
    public string[] Faults { get; init; } = [];

    /// <summary>What it is there for; of several silos', the state that is nearest to serving.</summary>
    [Id(20)]
    public ModelState State { get; init; }

    /// <summary>Sessions of this version that are in memory.</summary>
    [Id(21)]
    public int Sessions { get; init; }

    /// <summary>Silos that have it so; each goes by its own models folder.</summary>
    [Id(22)]
    public int Silos { get; init; } = 1;
}
