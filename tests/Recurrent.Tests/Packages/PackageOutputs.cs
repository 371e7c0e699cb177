using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Packages;
using RnnCluster.Recurrent.Tests.Kernels;

namespace RnnCluster.Recurrent.Tests.Packages;

/// <summary>What the recurrent networks of a package give for some seeded inputs.</summary>
internal static class PackageOutputs
{
    private const int Steps = 5;

    /// <summary>Writes the package, loads it, and runs <see cref="Of(SequenceNetwork?, RecurrentNetwork?)"/> on its networks.</summary>
    public static float[] Of(PackageBuilder builder)
    {
        builder.Write();
        return Of(ModelPackage.Load(builder.Folder));
    }

    public static float[] Of(ModelPackage package) => Of(package.Layers ?? package.Source?.Layers, package.Network);

    /// <summary>What the layers that read whole sequences give, then the logits of what steps, at every step.</summary>
    public static float[] Of(SequenceNetwork? layers, RecurrentNetwork? network) =>
        [.. layers is null ? [] : layers.Layers.SelectMany(Read), .. network is null ? [] : Logits(network)];

    private static IEnumerable<float> Read(SequenceLayer layer)
    {
        var random = new Random(1);
        var batch = layer.CreateBatch(1);
        var state = new float[layer.StateLength];
        var start = new float[layer.StartStride];
        for (var step = 0; step < Steps; step++)
        {
            batch.Clear();
            batch.Add(state);
            for (var direction = 0; direction < layer.Directions; direction++)
            {
                batch.Project(direction, [Numbers.Uniform(random, layer.InputSize)], start);
                batch.SetProjected(0, direction, start);
            }

            layer.Step(batch);
            batch.Scatter(0, state);
        }

        return state;
    }

    private static List<float> Logits(RecurrentNetwork network)
    {
        var random = new Random(2);
        var batch = network.CreateBatch(1);
        var state = network.CreateState();
        if (network.Shape.Attention)
        {
            state.Memory = AttentionMemory.Of([.. Enumerable.Range(0, 3).Select(_ => Numbers.Uniform(random, network.Shape.HiddenSize))]);
        }

        var logits = new List<float>();
        for (var step = 0; step < Steps; step++)
        {
            batch.Clear();
            batch.Add(state);
            if (network.Shape.Embeddings.Count > 0)
            {
                batch.SetTokens(0, [.. network.Shape.Embeddings.Select(table => random.Next(table.Rows))]);
            }
            else
            {
                batch.SetFeatures(0, Numbers.Uniform(random, network.Shape.FeatureSize));
            }

            network.Step(batch);
            batch.Scatter(0, state);
            logits.AddRange(batch.Logits(0));
        }

        return logits;
    }
}
