using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Grains.Tests.Batching;

/// <summary>Networks and states without a package.</summary>
internal static class TinyNetworks
{
    public static RecurrentNetwork Create(CellKind cell, int seed)
    {
        var random = new Random(seed);
        var shape = new NetworkShape
        {
            Cell = cell,
            Layers = 2,
            HiddenSize = 5,
            FeatureSize = 3,
            OutputSize = 4,
            Activation = OutputActivation.Softmax,
        };
        return new RecurrentNetwork(shape, shape.Tensors().ToDictionary(
            tensor => tensor.Name,
            tensor => Enumerable.Range(0, (int)tensor.Elements).Select(_ => 2 * random.NextSingle() - 1).ToArray()));
    }

    /// <summary>A zero state; with a seed, one whose first hidden values are random.</summary>
    public static RecurrentState State(RecurrentNetwork network, int seed = 0)
    {
        var random = new Random(seed);
        var state = network.CreateState();
        for (var i = 0; seed > 0 && i < network.Shape.HiddenSize; i++)
        {
            state.Values[i] = random.NextSingle();
        }

        return state;
    }
}
