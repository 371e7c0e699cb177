using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Tokenizers;

namespace RnnCluster.Recurrent.Packages;

/// <summary>A trained model, ready to serve. Immutable and thread-safe; all sessions of a model share one.</summary>
public sealed class ModelPackage
{
    private ModelPackage(string folder, PackageContents contents)
    {
        Folder = folder;
        Manifest = contents.Manifest;
        Network = new RecurrentNetwork(contents.Shape, contents.Tensors);
        Tokenizer = contents.Tokenizer;
        Encoder = contents.Encoder;
        Labels = contents.Labels;
    }

    /// <summary>The folder that the package was loaded from, as it was given.</summary>
    public string Folder { get; }

    /// <summary>What <c>model.json</c> says.</summary>
    public ModelManifest Manifest { get; }

    /// <summary>The network with its weights.</summary>
    public RecurrentNetwork Network { get; }

    /// <summary>What cuts text into tokens; null when the input is feature vectors.</summary>
    public ITokenizer? Tokenizer { get; }

    /// <summary>What turns tokens into rows of the embedding tables; null when the input is feature vectors.</summary>
    public TokenEncoder? Encoder { get; }

    /// <summary>The classes' names, one for each logit; null when they have none.</summary>
    public IReadOnlyList<string>? Labels { get; }

    /// <summary>Number of weights.</summary>
    public long Parameters => Network.ParameterCount;

    /// <summary>Loads the package in <paramref name="folder"/> and checks it whole.</summary>
    /// <param name="folder">A folder with <c>model.json</c>, <c>weights.safetensors</c> and the files that the first one names.</param>
    /// <exception cref="ModelPackageException">The package has faults; the exception lists all of them.</exception>
    public static ModelPackage Load(string folder) => new(folder, PackageReader.Read(folder));
}
