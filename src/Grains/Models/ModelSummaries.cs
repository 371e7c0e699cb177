using RnnCluster.Abstractions.Models;
using RnnCluster.Recurrent.Kernels;
using RnnCluster.Recurrent.Packages;

namespace RnnCluster.Grains.Models;

/// <summary>Models in a few words.</summary>
internal static class ModelSummaries
{
    /// <summary>What the package says of itself.</summary>
    public static ModelSummary Of(ServedModel model)
    {
        var manifest = model.Package.Manifest;
        return new ModelSummary
        {
            Name = manifest.Name,
            Version = manifest.Version,
            Description = manifest.Description ?? "",
            Topology = Name(manifest.Topology),
            Cell = Name(manifest.Cell),
            Layers = manifest.Layers ?? 0,
            HiddenSize = manifest.HiddenSize ?? 0,
            Weights = manifest.Topology == Topology.OneToOne ? "" : Name(manifest.Weights ?? WeightFormat.Float32),
            Parameters = model.Package.Parameters,
            FeatureSize = model.FeatureSize,
            VocabularySize = model.Reader?.Encoder.VocabularySize ?? 0,
            ReadsWholeSequences = model.ReadsWholeSequences,
            Generates = model.Generates,
            MaxTokens = manifest.Sampling?.MaxTokens ?? 0,
            Metric = manifest.Metric is { } metric ? $"{metric.Name} {metric.Value}" : null,
            MetricSplit = manifest.Metric?.Split,
            Licence = manifest.Licence,
            Tokenizer = Name(manifest.Tokenizer?.Kind),
            PianoRoll = manifest.Input.PianoRoll is { } roll ? new PianoRoll(roll.LowestNote, roll.StepsPerQuarter) : null,
        };
    }

    /// <summary>What is refused, and why.</summary>
    public static ModelSummary Refused(string name, string version, IEnumerable<string> faults) =>
        new() { Name = name, Version = version, State = ModelState.Refused, Faults = [.. faults] };

    /// <summary>A choice as <c>model.json</c> writes it.</summary>
    private static string Name(Enum? choice) => choice is null ? "" : ManifestChoice.Name(choice);
}
