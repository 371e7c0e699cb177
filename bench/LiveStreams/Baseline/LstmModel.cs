using RnnCluster.Recurrent.Networks;

namespace RnnCluster.LiveStreams.Baseline;

/// <summary>The model that is served: embedding, one LSTM layer, linear head, softmax; with seeded random weights.</summary>
/// <param name="HiddenSize">Length of the recurrent state.</param>
internal sealed record LstmModel(int HiddenSize)
{
    /// <summary>Tokens that it knows.</summary>
    public const int Vocabulary = 1_000;

    /// <summary>Length of a token's vector.</summary>
    public const int EmbeddingSize = 64;

    /// <summary>Classes.</summary>
    public const int Classes = 17;

    private const int Seed = 31;

    // A head of wider weights than a fresh one, so that one class stands out, as with a trained one.
    private const float HeadScale = 4;

    /// <summary>Names of the classes.</summary>
    public static string[] Labels { get; } = [.. Enumerable.Range(0, Classes).Select(index => $"class-{index}")];

    /// <summary>Names of the tokens.</summary>
    public static string[] Tokens { get; } = [.. Enumerable.Range(0, Vocabulary).Select(index => $"token-{index}")];

    /// <summary>The network's shape.</summary>
    public NetworkShape Shape { get; } = new()
    {
        Cell = CellKind.Lstm,
        Layers = 1,
        HiddenSize = HiddenSize,
        Embeddings = [new EmbeddingShape("embedding", Vocabulary, EmbeddingSize)],
        OutputSize = Classes,
        Activation = OutputActivation.Softmax,
    };

    /// <summary>The tensors under PyTorch's names, the same in every process.</summary>
    public Dictionary<string, float[]> Tensors()
    {
        var random = new Random(Seed);
        return Shape.Tensors().ToDictionary(tensor => tensor.Name, tensor =>
        {
            var bound = (tensor.Name.StartsWith("head", StringComparison.Ordinal) ? HeadScale : 1) / MathF.Sqrt(HiddenSize);
            bound = tensor.Name.StartsWith("embedding", StringComparison.Ordinal) ? 1 : bound;
            return Enumerable.Range(0, (int)tensor.Elements).Select(_ => bound * (2 * random.NextSingle() - 1)).ToArray();
        });
    }
}
