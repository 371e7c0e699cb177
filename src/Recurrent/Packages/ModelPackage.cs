using RnnCluster.Recurrent.FeedForward;
using RnnCluster.Recurrent.Kernels;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Tokenizers;

namespace RnnCluster.Recurrent.Packages;

/// <summary>A trained model, ready to serve. Immutable and thread-safe; all sessions of a model share one.</summary>
public sealed class ModelPackage
{
    private ModelPackage(string folder, PackageContents contents, IStepKernel kernel)
    {
        var (shape, tensors, format) = (contents.Shape, contents.Tensors, contents.WeightFormat);
        Folder = folder;
        Files = contents.Files;
        Manifest = contents.Manifest;
        Network = shape.Step is { } step ? new RecurrentNetwork(step, tensors, kernel, format) : null;
        Source = Manifest.Encoder is null ? null : new SourceEncoder(contents, kernel);
        Layers = shape.Sequence is { } sequence && Source is null ? new SequenceNetwork(sequence, tensors, kernel, format) : null;
        FeedForward = Source is null && (shape.FeedForward ?? shape.Head) is { } feedForward
            ? new FeedForwardNetwork(feedForward, tensors, kernel)
            : null;
        Tokenizer = contents.Reader?.Tokenizer;
        Encoder = contents.Reader?.Encoder;
        Labels = contents.Labels;
        Parameters = shape.Tensors().Sum(tensor => tensor.Elements);
    }

    /// <summary>The folder that the package was loaded from, as it was given.</summary>
    public string Folder { get; }

    /// <summary>Names of the files that the package was made of, in order; others in the folder have no part in it.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>What <c>model.json</c> says.</summary>
    public ModelManifest Manifest { get; }

    /// <summary>What advances step by step: the model, or its decoder. Null for one-to-one and bidirectional models.</summary>
    public RecurrentNetwork? Network { get; }

    /// <summary>The layers of a bidirectional model; null for others.</summary>
    public SequenceNetwork? Layers { get; }

    /// <summary>A one-to-one model, or the head of a bidirectional one; null for others.</summary>
    public FeedForwardNetwork? FeedForward { get; }

    /// <summary>What sets the first state of <see cref="Network"/>; null when that is zero.</summary>
    public SourceEncoder? Source { get; }

    /// <summary>What cuts text into the tokens of the model, or of its decoder; null when these are feature vectors.</summary>
    public ITokenizer? Tokenizer { get; }

    /// <summary>What turns these tokens into rows of the embedding tables; null when they are feature vectors.</summary>
    public TokenEncoder? Encoder { get; }

    /// <summary>The classes' names, one for each logit; null when they have none.</summary>
    public IReadOnlyList<string>? Labels { get; }

    /// <summary>Number of weights and biases.</summary>
    public long Parameters { get; }

    /// <summary>Loads the package in <paramref name="folder"/> and checks it whole.</summary>
    /// <param name="folder">A folder with <c>model.json</c>, <c>weights.safetensors</c> and the files that the first one names.</param>
    /// <exception cref="ModelPackageException">The package has faults; the exception lists all of them.</exception>
    public static ModelPackage Load(string folder) => Load(folder, StepKernels.Best);

    /// <summary>The same on another path, such as the plain loops that the vector paths are held to.</summary>
    internal static ModelPackage Load(string folder, IStepKernel kernel) => new(folder, PackageReader.Read(folder), kernel);
}
