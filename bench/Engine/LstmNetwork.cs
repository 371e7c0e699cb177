using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Engine;

/// <summary>What takes the steps: an LSTM layer that reads tokens, or vectors as long.</summary>
internal static class LstmNetwork
{
    public const int HiddenSize = 256;
    public const int InputSize = 256;
    public const int Vocabulary = 2_000;
    public const int Outputs = 64;

    private const int Seed = 20;

    public static RecurrentNetwork Create(InputKind inputs)
    {
        var shape = new NetworkShape
        {
            Cell = CellKind.Lstm,
            Layers = 1,
            HiddenSize = HiddenSize,
            Embeddings = inputs == InputKind.Tokens ? [new EmbeddingShape("embedding", Vocabulary, InputSize)] : [],
            FeatureSize = inputs == InputKind.Vectors ? InputSize : 0,
            OutputSize = Outputs,
            Activation = OutputActivation.Softmax,
        };
        var random = new Random(Seed);
        var bound = 1 / MathF.Sqrt(HiddenSize);
        return new RecurrentNetwork(shape, shape.Tensors().ToDictionary(
            tensor => tensor.Name,
            tensor => Enumerable.Range(0, (int)tensor.Elements).Select(_ => bound * (2 * random.NextSingle() - 1)).ToArray()));
    }
}
