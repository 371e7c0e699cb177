using RnnCluster.Recurrent.FeedForward;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Recurrent.Packages;

/// <summary>Makes the networks' shapes of a manifest whose sizes are right.</summary>
internal sealed class ModelShapes(ModelManifest manifest, FileFaults faults)
{
    /// <summary>The shapes, or null when modules do not fit together or a tensor is too large; each of these is a fault.</summary>
    public ModelShape? Make()
    {
        try
        {
            var shape = manifest.Topology == Topology.OneToOne ? OneToOne() : manifest.Bidirectional ? WholeSequences() : StepByStep();
            return FitsArrays(shape) ? shape : null;
        }
        catch (ArgumentException exception)
        {
            faults.Add(exception.Message);
        }
        catch (OverflowException)
        {
            faults.Add($"a tensor or a row of the network has more than {int.MaxValue} elements; it may have at most that");
        }

        return null;
    }

    private ModelShape OneToOne() => new()
    {
        FeedForward = Sequential("network", manifest.Input, manifest.Network!).Then("head", manifest.Head.Size),
    };

    private ModelShape WholeSequences() => new()
    {
        Sequence = Model() with { OutputSize = 0 },
        Head = Vector(2 * manifest.HiddenSize!.Value).Then("head", manifest.Head.Size),
    };

    private ModelShape StepByStep()
    {
        var step = Model();
        var firstState = step.Layers * step.HiddenSize;
        if (manifest.Encoder is not { } encoder)
        {
            return new ModelShape { Step = step };
        }

        if (encoder.Kind == EncoderKind.FeedForward)
        {
            var image = Sequential("encoder", encoder.Input, encoder.Network!);
            return new ModelShape { Step = step, FeedForward = image.Then("bridge", firstState, tanh: true) };
        }

        var sequence = Encoder(encoder);
        var outputs = Vector(sequence.Directions * sequence.HiddenSize);
        return new ModelShape
        {
            Step = step,
            Sequence = sequence,
            Memory = step.Attention ? outputs.Then("memory", step.HiddenSize) : null,
            Bridge = outputs.Then("bridge", firstState, tanh: true),
        };
    }

    private NetworkShape Model() => new()
    {
        Cell = manifest.Cell!.Value,
        Layers = manifest.Layers!.Value,
        HiddenSize = manifest.HiddenSize!.Value,
        Bidirectional = manifest.Bidirectional,
        Attention = manifest.Attention is not null,
        Embeddings = Embeddings(manifest.Input),
        FeatureSize = manifest.Input.Size ?? 0,
        OutputSize = manifest.Head.Size,
        Activation = manifest.Head.Activation,
    };

    private static NetworkShape Encoder(EncoderManifest encoder) => new()
    {
        Prefix = "encoder.",
        Cell = encoder.Cell!.Value,
        Layers = encoder.Layers!.Value,
        HiddenSize = encoder.HiddenSize!.Value,
        Bidirectional = encoder.Bidirectional,
        Embeddings = Embeddings(encoder.Input),
        FeatureSize = encoder.Input.Size ?? 0,
        OutputSize = 0,
        Activation = OutputActivation.None,
    };

    private static EmbeddingShape[] Embeddings(InputManifest input) => input.Kind == InputKind.Features ? [] :
    [
        new("embedding", input.VocabularySize!.Value, input.EmbeddingSize!.Value),
        .. (input.Features ?? []).Select(
            feature => new EmbeddingShape(feature.Name, feature.VocabularySize, feature.EmbeddingSize)),
    ];

    private static FeedForwardShape Vector(int size) => new(ImageShape.Vector(size), []);

    private static FeedForwardShape Sequential(string name, InputManifest input, IReadOnlyList<FeedForwardModule> modules) => new(
        input.Image is { } image ? new ImageShape(image.Channels, image.Height, image.Width) : ImageShape.Vector(input.Size!.Value),
        [.. modules.Select((module, index) => new NamedModule($"{name}.{index}", module))]);

    private bool FitsArrays(ModelShape shape)
    {
        TensorShape[] large = [.. shape.Tensors().Where(tensor => tensor.Elements > Array.MaxLength)];
        foreach (var tensor in large)
        {
            faults.Add(
                $"tensor {tensor.Name} would have {tensor.Elements} elements; " +
                $"a tensor may have at most {Array.MaxLength}");
        }

        return large.Length == 0;
    }
}
