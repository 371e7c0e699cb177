using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Grains.Tests.Testing;

/// <summary>The models of the tests: every kind of input and head, with awkward sizes, and some that are broken.</summary>
internal static class TinyModels
{
    /// <summary>Words in, labels out; unseen words are read as unknown. Two LSTM layers.</summary>
    public const string Tagger = "tagger";

    /// <summary>Words in, labels out; unseen words are refused. A GRU.</summary>
    public const string Strict = "strict";

    /// <summary>Generates letters and now and then its end.</summary>
    public const string Letters = "letters";

    /// <summary>Generates letters and never ends.</summary>
    public const string Endless = "endless";

    /// <summary>Vectors of three in, labels out.</summary>
    public const string Sensor = "sensor";

    /// <summary>Vectors of two in, independent probabilities out.</summary>
    public const string Switches = "switches";

    /// <summary>A package without one of its tensors.</summary>
    public const string Broken = "broken";

    /// <summary>A package in a folder of another name.</summary>
    public const string Misnamed = "misnamed";

    /// <summary>Vectors of three in, two values for each out, when the sequence ends; reads in both directions.</summary>
    public const string BothWays = "both-ways";

    public static readonly string[] Alphabet = ["<start>", "<end>", "a", "b", "c", "d", "e", " "];

    private static readonly string[] Words = ["<unk>", "the", "cat", "sat", "on", "mat", ".", ","];

    /// <summary>Writes all of them.</summary>
    public static void Write(string models)
    {
        Tags(Tagger, CellKind.Lstm, layers: 2, new EmbeddingShape("suffix2", 3, 2))
            .Tokens("words", Words, "<unk>", lowercase: true).Suffix("<unk>", "at", "he").Write(models);
        Tags(Strict, CellKind.Gru, layers: 1).Tokens("words", Words[1..]).Write(models);
        Generator(Letters, endBias: 0.5f).Write(models);
        Generator(Endless, endBias: -60).Write(models);
        new TinyPackage(Sensor, "many-to-many", Vectors(3, CellKind.Lstm, outputs: 3, OutputActivation.Softmax))
            .Labels("low", "middle", "high").Write(models);
        new TinyPackage(Switches, "many-to-many", Vectors(2, CellKind.RnnTanh, outputs: 5, OutputActivation.Sigmoid)).Write(models);
        new TinyPackage(Broken, "many-to-many", Vectors(3, CellKind.Gru, outputs: 2, OutputActivation.None))
        {
            Missing = { "head.bias" },
        }.Write(models);
        new TinyPackage(Sensor, "many-to-many", Vectors(3, CellKind.Gru, outputs: 2, OutputActivation.None))
            .Write(models, folder: Misnamed);
        new TinyPackage(BothWays, "many-to-many", Vectors(3, CellKind.Gru, outputs: 2, OutputActivation.None) with
        {
            Bidirectional = true,
        }).Write(models);
        TinyKinds.Write(models);
        Directory.CreateDirectory(Path.Combine(models, "empty"));
    }

    /// <summary>A version of a model that reads vectors of three, with weights of its own.</summary>
    public static TinyPackage Wheel(string name, string version, int? seed = null) =>
        new TinyPackage(name, "many-to-many", Vectors(3, CellKind.Lstm, outputs: 3, OutputActivation.Softmax))
        {
            Version = version,
            Seed = seed ?? version.Aggregate(7, (sum, character) => (31 * sum) + character),
        }.Labels("low", "middle", "high");

    private static TinyPackage Tags(string name, CellKind cell, int layers, params EmbeddingShape[] more)
    {
        var rows = more.Length > 0 ? Words.Length : Words.Length - 1;
        return new TinyPackage(name, "many-to-many", new NetworkShape
        {
            Cell = cell,
            Layers = layers,
            HiddenSize = 7,
            Embeddings = [new EmbeddingShape("embedding", rows, 5), .. more],
            OutputSize = 3,
            Activation = OutputActivation.Softmax,
        }).Labels("NOUN", "VERB", "OTHER");
    }

    private static TinyPackage Generator(string name, float endBias) =>
        new TinyPackage(name, "one-to-many", new NetworkShape
        {
            Cell = CellKind.Gru,
            Layers = 2,
            HiddenSize = 9,
            Embeddings = [new EmbeddingShape("embedding", Alphabet.Length, 4)],
            OutputSize = Alphabet.Length,
            Activation = OutputActivation.Softmax,
        })
        {
            Bias = { [0] = -60, [1] = endBias },
        }.Tokens("characters", Alphabet).Sampling(temperature: 0.9f);

    private static NetworkShape Vectors(int size, CellKind cell, int outputs, OutputActivation activation) => new()
    {
        Cell = cell,
        Layers = 1,
        HiddenSize = 6,
        FeatureSize = size,
        OutputSize = outputs,
        Activation = activation,
    };
}
