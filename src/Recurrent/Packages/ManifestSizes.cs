using RnnCluster.Recurrent.FeedForward;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Recurrent.Packages;

/// <summary>Checks the sizes in a manifest.</summary>
internal sealed class ManifestSizes(ModelManifest manifest, FileFaults faults)
{
    /// <summary>Adds a fault for every size that is missing, out of its range, or given where there is nothing of that size.</summary>
    /// <returns>Whether there are none, so that <see cref="ModelShapes"/> can make networks of them.</returns>
    public bool Check()
    {
        var before = faults.Count;
        InRange("head.size", manifest.Head.Size, PackageLimits.HeadSize);
        CheckLayers("", manifest.Topology != Topology.OneToOne, "the topology is one-to-one", manifest.Cell, manifest.Layers, manifest.HiddenSize);
        CheckKind("input.kind", manifest.Topology == Topology.OneToOne, manifest.Input, "when the topology is one-to-one");
        CheckModules("network", manifest.Topology == Topology.OneToOne, "the topology is one-to-one", manifest.Network);
        if (manifest.Encoder is { } encoder)
        {
            var recurrent = encoder.Kind == EncoderKind.Recurrent;
            CheckLayers("encoder.", recurrent, "encoder.kind is feed-forward", encoder.Cell, encoder.Layers, encoder.HiddenSize);
            CheckKind("encoder.input.kind", !recurrent, encoder.Input, "when encoder.kind is feed-forward");
            CheckModules("encoder.network", !recurrent, "encoder.kind is feed-forward", encoder.Network);
        }

        foreach (var part in ManifestPart.Of(manifest))
        {
            if (part.ReadsTokens)
            {
                CheckTokens(part);
            }
            else
            {
                CheckFeatures(part);
            }
        }

        return faults.Count == before;
    }

    private void CheckLayers(string prefix, bool recurrent, string feedForward, CellKind? cell, int? layers, int? hiddenSize)
    {
        if (recurrent)
        {
            if (cell is null)
            {
                Missing($"{prefix}cell", $"unless {feedForward}");
            }

            InRange($"{prefix}layers", layers, PackageLimits.Layers, $"unless {feedForward}");
            InRange($"{prefix}hiddenSize", hiddenSize, PackageLimits.HiddenSize, $"unless {feedForward}");
            return;
        }

        LeftOut($"{prefix}cell", cell, $"when {feedForward}");
        LeftOut($"{prefix}layers", layers, $"when {feedForward}");
        LeftOut($"{prefix}hiddenSize", hiddenSize, $"when {feedForward}");
    }

    private void CheckKind(string key, bool feedForward, InputManifest input, string when)
    {
        if (feedForward && input.Kind != InputKind.Features)
        {
            faults.Add($"{key} is tokens; it must be features {when}");
        }
    }

    private void CheckModules(string key, bool feedForward, string when, IReadOnlyList<FeedForwardModule>? modules)
    {
        if (!feedForward)
        {
            LeftOut(key, modules, $"unless {when}");
            return;
        }

        if (modules is null)
        {
            Missing(key, $"when {when}");
            return;
        }

        if (modules.Count > PackageLimits.Modules)
        {
            faults.Add($"{key} has {modules.Count} modules; it may have at most {PackageLimits.Modules}");
        }

        for (var i = 0; i < modules.Count; i++)
        {
            CheckModule($"{key}[{i}]", modules[i]);
        }
    }

    private void CheckModule(string key, FeedForwardModule module)
    {
        var convolution = module.Kind == FeedForwardModuleKind.Conv2d;
        var window = convolution || module.Kind is FeedForwardModuleKind.MaxPool or FeedForwardModuleKind.AveragePool;
        CheckModuleSize($"{key}.channels", module.Channels, convolution, "conv2d", least: 1);
        CheckModuleSize($"{key}.kernelSize", module.KernelSize, window, "conv2d, max-pool or average-pool", least: 1);
        CheckModuleSize($"{key}.stride", module.Stride, convolution, "conv2d", least: 1, optional: true);
        CheckModuleSize($"{key}.padding", module.Padding, convolution, "conv2d", least: 0, optional: true);
        CheckModuleSize($"{key}.size", module.Size, module.Kind == FeedForwardModuleKind.Linear, "linear", least: 1);
    }

    private void CheckModuleSize(string key, int? value, bool has, string kinds, int least, bool optional = false)
    {
        if (!has)
        {
            LeftOut(key, value, $"unless kind is {kinds}");
        }
        else if (value is null && !optional)
        {
            Missing(key, $"when kind is {kinds}");
        }
        else if (value < least || value > PackageLimits.ModuleSize)
        {
            faults.Add($"{key} is {value}; it must be a whole number from {least} to {PackageLimits.ModuleSize}");
        }
    }

    private void CheckTokens(ManifestPart part)
    {
        var input = part.Input;
        var key = $"{part.Prefix}input";
        var why = $"when {key}.kind is tokens";
        InRange($"{key}.vocabularySize", input.VocabularySize, PackageLimits.VocabularySize, why);
        InRange($"{key}.embeddingSize", input.EmbeddingSize, PackageLimits.EmbeddingSize, why);
        LeftOut($"{key}.size", input.Size, why);
        LeftOut($"{key}.image", input.Image, why);
        LeftOut($"{key}.pianoRoll", input.PianoRoll, why);
        var features = input.Features ?? [];
        if (features.Count > PackageLimits.TokenFeatures)
        {
            faults.Add($"{key}.features has {features.Count} entries; it may have at most {PackageLimits.TokenFeatures}");
        }

        for (var i = 0; i < features.Count; i++)
        {
            InRange($"{key}.features[{i}].vocabularySize", features[i].VocabularySize, PackageLimits.VocabularySize);
            InRange($"{key}.features[{i}].embeddingSize", features[i].EmbeddingSize, PackageLimits.EmbeddingSize);
        }
    }

    private void CheckFeatures(ManifestPart part)
    {
        var input = part.Input;
        var key = $"{part.Prefix}input";
        var why = $"when {key}.kind is features";
        InRange($"{key}.size", input.Size, PackageLimits.FeatureSize, why);
        LeftOut($"{key}.vocabularySize", input.VocabularySize, why);
        LeftOut($"{key}.embeddingSize", input.EmbeddingSize, why);
        LeftOut($"{key}.features", input.Features, why);
        CheckPianoRoll($"{key}.pianoRoll", input);
        if (input.Image is { } image && (InRange($"{key}.image.channels", image.Channels, PackageLimits.FeatureSize)
            & InRange($"{key}.image.height", image.Height, PackageLimits.FeatureSize)
            & InRange($"{key}.image.width", image.Width, PackageLimits.FeatureSize)))
        {
            var size = (long)image.Channels * image.Height * image.Width;
            if (size != input.Size)
            {
                faults.Add($"{key}.image has {image.Channels} × {image.Height} × {image.Width} values, {size}; it must have {key}.size, {input.Size}");
            }
        }
    }

    private void CheckPianoRoll(string key, InputManifest input)
    {
        if (input.PianoRoll is { } roll)
        {
            InRange($"{key}.stepsPerQuarter", roll.StepsPerQuarter, PackageLimits.StepsPerQuarter);
            if (roll.LowestNote < 0 || (long)roll.LowestNote + (input.Size ?? 0) > PackageLimits.Notes)
            {
                faults.Add(
                    $"{key}.lowestNote is {roll.LowestNote} for {input.Size} values; all notes must be from 0 to {PackageLimits.Notes - 1}");
            }
        }
    }

    private bool InRange(string key, int? value, int limit, string why = "")
    {
        if (value is null)
        {
            Missing(key, why);
        }
        else if (value < 1 || value > limit)
        {
            faults.Add($"{key} is {value}; it must be a whole number from 1 to {limit}");
        }

        return value >= 1 && value <= limit;
    }

    private void Missing(string key, string why) => faults.Add($"{key} is missing; it must be given {why}");

    private void LeftOut(string key, object? value, string why)
    {
        if (value is not null)
        {
            faults.Add($"{key} is given; it must be left out {why}");
        }
    }
}
