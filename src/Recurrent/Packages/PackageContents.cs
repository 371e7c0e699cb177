using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Tokenizers;

namespace RnnCluster.Recurrent.Packages;

/// <summary>What the files of a faultless package hold.</summary>
/// <param name="Manifest"><c>model.json</c>.</param>
/// <param name="Shape">The shape that the manifest describes.</param>
/// <param name="Tensors">The weights: every tensor of the shape, row-major.</param>
/// <param name="Tokenizer">What cuts text, or null for feature input.</param>
/// <param name="Encoder">What turns tokens into rows of the embedding tables, or null for feature input.</param>
/// <param name="Labels">The classes' names, or null when they have none.</param>
internal sealed record PackageContents(
    ModelManifest Manifest,
    NetworkShape Shape,
    IReadOnlyDictionary<string, float[]> Tensors,
    ITokenizer? Tokenizer,
    TokenEncoder? Encoder,
    IReadOnlyList<string>? Labels);
