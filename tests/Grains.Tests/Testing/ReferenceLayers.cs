using RnnCluster.Abstractions.Frames;
using RnnCluster.Recurrent.FeedForward;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Packages;
using RnnCluster.Recurrent.Tokenizers;

namespace RnnCluster.Grains.Tests.Testing;

/// <summary>What models give out that read whole sequences, or one vector: plain loops, one direction, one layer, one row at a time.</summary>
internal static class ReferenceLayers
{
    /// <summary>The outputs of a bidirectional tagger or of a classifier for a sequence of tokens.</summary>
    public static List<StepOutput> Read(ModelPackage package, IReadOnlyList<string> tokens, bool scores = false)
    {
        var (outputs, last) = Read(package.Layers!, Embed(package.Layers!, package.Encoder!, tokens));
        return package.Manifest.Topology == Topology.ManyToOne
            ? [Describe(package, null, last, scores)]
            : [.. outputs.Select((output, position) => Describe(package, tokens[position], output, scores))];
    }

    /// <summary>The same for vectors.</summary>
    public static List<StepOutput> Read(ModelPackage package, float[][] vectors) =>
        [.. Read(package.Layers!, vectors).Outputs.Select(output => Describe(package, null, output, scores: false))];

    /// <summary>The output of a one-to-one model, or of a bidirectional model's head.</summary>
    public static StepOutput Describe(ModelPackage package, string? token, float[] vector, bool scores)
    {
        var values = new float[package.Manifest.Head.Size];
        OutputActivations.Apply(package.Manifest.Head.Activation, Apply(package.FeedForward!, vector), values);
        var best = Array.IndexOf(values, values.Max());
        return package.Labels is null
            ? new StepOutput { Token = token, Probabilities = values }
            : new StepOutput { Token = token, Label = package.Labels[best], Score = values[best], Probabilities = scores ? values : null };
    }

    /// <summary>One row through a feed-forward network.</summary>
    public static float[] Apply(FeedForwardNetwork network, float[] vector)
    {
        var batch = network.CreateBatch(1);
        batch.Add(vector);
        network.Step(batch);
        return batch.Output(0).ToArray();
    }

    /// <summary>The vectors of tokens.</summary>
    public static float[][] Embed(SequenceNetwork layers, TokenEncoder encoder, IEnumerable<string> tokens) =>
    [
        .. tokens.Select(token =>
        {
            var (rows, vector) = (new int[encoder.Tables], new float[layers.Shape.InputSize]);
            Assert.True(encoder.TryEncode(token, rows));
            layers.Embed(rows, vector);
            return vector;
        }),
    ];

    /// <summary>[→h ; ←h] of the top layer at every position, and [→h of the last ; ←h of the first].</summary>
    public static (float[][] Outputs, float[] Last) Read(SequenceNetwork network, float[][] vectors)
    {
        foreach (var layer in network.Layers)
        {
            var forward = Read(layer, vectors, direction: 0);
            var backward = Read(layer, [.. vectors.Reverse()], direction: 1).Reverse();
            vectors = [.. forward.Zip(backward, (left, right) => (float[])[.. left, .. right])];
        }

        var hidden = network.Layers[^1].HiddenSize;
        return (vectors, [.. vectors[^1][..hidden], .. vectors[0][hidden..]]);
    }

    /// <summary>Runs one direction; the other one reads zeros beside it.</summary>
    private static float[][] Read(SequenceLayer layer, float[][] vectors, int direction)
    {
        var batch = layer.CreateBatch(1);
        var state = new float[layer.StateLength];
        return
        [
            .. vectors.Select(vector =>
            {
                batch.Clear();
                batch.Add(state);
                SetInput(batch, layer, direction, vector);
                SetInput(batch, layer, 1 - direction, new float[vector.Length]);
                layer.Step(batch);
                batch.Scatter(0, state);
                return batch.Hidden(0, direction).ToArray();
            }),
        ];
    }

    private static void SetInput(SequenceLayerBatch batch, SequenceLayer layer, int direction, float[] vector)
    {
        var start = new float[layer.StartStride];
        batch.Project(direction, [vector], start);
        batch.SetProjected(0, direction, start);
    }
}
