using RnnCluster.Recurrent.Kernels;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Tests.Kernels;

namespace RnnCluster.Recurrent.Tests.Networks;

/// <summary>Networks with seeded weights, in PyTorch's range of <c>±1/√hidden</c>.</summary>
internal static class RandomNetworks
{
    public static NetworkShape Shape(
        CellKind cell, int layers, int hidden, int features, int outputs, bool bidirectional = false) =>
        new()
        {
            Cell = cell,
            Layers = layers,
            HiddenSize = hidden,
            Bidirectional = bidirectional,
            FeatureSize = features,
            OutputSize = outputs,
            Activation = OutputActivation.Softmax,
        };

    public static Dictionary<string, float[]> Tensors(NetworkShape shape, int seed)
    {
        var random = new Random(seed);
        var bound = 1 / MathF.Sqrt(shape.HiddenSize);
        return shape.Tensors().ToDictionary(
            tensor => tensor.Name, tensor => Numbers.Uniform(random, (int)tensor.Elements, bound));
    }

    public static RecurrentNetwork Create(NetworkShape shape, int seed, IStepKernel kernel) =>
        new(shape, Tensors(shape, seed), kernel);

    /// <summary>Vectors of one length.</summary>
    public static float[][] Vectors(Random random, int count, int size) =>
        [.. Enumerable.Range(0, count).Select(_ => Numbers.Uniform(random, size))];

    /// <summary>A state in the middle of a sequence; its padding is zero. With attention, every fourth has no memory.</summary>
    public static RecurrentState State(RecurrentNetwork network, Random random)
    {
        var state = network.CreateState();
        for (var row = 0; row < state.Values.Length; row += network.HiddenStride)
        {
            Numbers.Uniform(random, network.Shape.HiddenSize).CopyTo(state.Values, row);
        }

        if (network.Shape.Attention && random.Next(4) > 0)
        {
            state.Memory = AttentionMemory.Of(Vectors(random, random.Next(1, 40), network.Shape.HiddenSize));
        }

        return state;
    }
}
