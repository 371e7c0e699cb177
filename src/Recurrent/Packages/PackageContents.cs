using RnnCluster.Recurrent.Kernels;
using RnnCluster.Recurrent.Tokenizers;

namespace RnnCluster.Recurrent.Packages;

/// <summary>What the files of a faultless package hold.</summary>
/// <param name="Manifest"><c>model.json</c>.</param>
/// <param name="Shape">The networks that the manifest describes.</param>
/// <param name="Tensors">The weights: every tensor of the shape, row-major.</param>
/// <param name="Reader">What cuts and encodes the model's tokens, or null for feature input.</param>
/// <param name="SourceReader">The same for the encoder's, or null without an encoder that reads tokens.</param>
/// <param name="Labels">The classes' names, or null when they have none.</param>
/// <param name="Files">Names of the files that all of this is from, in order.</param>
internal sealed record PackageContents(
    ModelManifest Manifest,
    ModelShape Shape,
    IReadOnlyDictionary<string, float[]> Tensors,
    TokenReader? Reader,
    TokenReader? SourceReader,
    IReadOnlyList<string>? Labels,
    IReadOnlyList<string> Files)
{
    /// <summary>How the recurrent networks keep their weights.</summary>
    public WeightFormat WeightFormat => Manifest.Weights ?? WeightFormat.Float32;
}
