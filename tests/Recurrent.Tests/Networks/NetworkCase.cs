using CsCheck;
using RnnCluster.Recurrent.Kernels;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Tests.Kernels;

namespace RnnCluster.Recurrent.Tests.Networks;

/// <summary>A random network of any cell, with and without attention, and where its random numbers start.</summary>
/// <param name="Shape">One to three layers; sizes on either side of the padding and of a panel of columns.</param>
/// <param name="Seed">Of weights, states and inputs.</param>
/// <param name="Format">How the weights lie in memory.</param>
internal sealed record NetworkCase(NetworkShape Shape, int Seed, WeightFormat Format = WeightFormat.Float32)
{
    public static Gen<NetworkCase> Plain { get; } = Gen.Select(
        Gen.Enum<CellKind>(),
        Gen.Int[1, 3],
        Gen.Int[1, 70],
        Gen.Int[1, 40],
        Gen.Int[1, 70],
        Gen.Int,
        (cell, layers, hidden, features, outputs, seed) =>
            new NetworkCase(RandomNetworks.Shape(cell, layers, hidden, features, outputs), seed));

    /// <summary>Half of them with attention, a third in each format.</summary>
    public static Gen<NetworkCase> Any { get; } = Gen.Select(
        Plain,
        Gen.Bool,
        Gen.Enum<WeightFormat>(),
        (one, attends, format) => one with { Shape = one.Shape with { Attention = attends }, Format = format });

    public IReadOnlyDictionary<string, float[]> Tensors => RandomNetworks.Tensors(Shape, Seed);

    public RecurrentNetwork Network(IStepKernel kernel) => new(Shape, Tensors, kernel, Format);

    /// <summary>States in the middle of their sequences.</summary>
    public RecurrentState[] States(RecurrentNetwork network, int count)
    {
        var random = new Random(Seed ^ 1);
        return [.. Enumerable.Range(0, count).Select(_ => RandomNetworks.State(network, random))];
    }

    /// <summary>Input vectors.</summary>
    public float[][] Inputs(int count)
    {
        var random = new Random(Seed ^ 2);
        return [.. Enumerable.Range(0, count).Select(_ => Numbers.Uniform(random, Shape.VectorSize, 3))];
    }
}
