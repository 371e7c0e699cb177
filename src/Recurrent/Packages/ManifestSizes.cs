using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Recurrent.Packages;

/// <summary>Checks the sizes in a manifest and makes the network's shape of them.</summary>
internal sealed class ManifestSizes(ModelManifest manifest, FileFaults faults)
{
    /// <summary>
    /// The shape that the manifest describes, or null when a size is out of its range; each of these is a fault.
    /// </summary>
    public NetworkShape? Check()
    {
        var before = faults.Count;
        InRange("layers", manifest.Layers, PackageLimits.Layers);
        InRange("hiddenSize", manifest.HiddenSize, PackageLimits.HiddenSize);
        InRange("head.size", manifest.Head.Size, PackageLimits.HeadSize);
        var tokens = manifest.Input.Kind == InputKind.Tokens;
        if (tokens)
        {
            CheckTokens(manifest.Input);
        }
        else
        {
            CheckFeatures(manifest.Input);
        }

        if (faults.Count > before)
        {
            return null;
        }

        var shape = new NetworkShape
        {
            Cell = manifest.Cell,
            Layers = manifest.Layers,
            HiddenSize = manifest.HiddenSize,
            Bidirectional = manifest.Bidirectional,
            Embeddings = tokens ? Embeddings(manifest.Input) : [],
            FeatureSize = manifest.Input.Size ?? 0,
            OutputSize = manifest.Head.Size,
            Activation = manifest.Head.Activation,
        };
        return FitsArrays(shape) ? shape : null;
    }

    private void CheckTokens(InputManifest input)
    {
        InRange("input.vocabularySize", input.VocabularySize, PackageLimits.VocabularySize);
        InRange("input.embeddingSize", input.EmbeddingSize, PackageLimits.EmbeddingSize);
        LeftOut("input.size", input.Size);
        var features = input.Features ?? [];
        if (features.Count > PackageLimits.TokenFeatures)
        {
            faults.Add($"input.features has {features.Count} entries; it may have at most {PackageLimits.TokenFeatures}");
        }

        for (var i = 0; i < features.Count; i++)
        {
            InRange($"input.features[{i}].vocabularySize", features[i].VocabularySize, PackageLimits.VocabularySize);
            InRange($"input.features[{i}].embeddingSize", features[i].EmbeddingSize, PackageLimits.EmbeddingSize);
        }
    }

    private void CheckFeatures(InputManifest input)
    {
        InRange("input.size", input.Size, PackageLimits.FeatureSize);
        LeftOut("input.vocabularySize", input.VocabularySize);
        LeftOut("input.embeddingSize", input.EmbeddingSize);
        LeftOut("input.features", input.Features);
    }

    private static EmbeddingShape[] Embeddings(InputManifest input) =>
    [
        new("embedding", input.VocabularySize!.Value, input.EmbeddingSize!.Value),
        .. (input.Features ?? []).Select(
            feature => new EmbeddingShape(feature.Name, feature.VocabularySize, feature.EmbeddingSize)),
    ];

    private bool FitsArrays(NetworkShape shape)
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

    private void InRange(string key, int? value, int limit)
    {
        if (value is null)
        {
            faults.Add($"{key} is missing; it must be given when input.kind is {InputKindName}");
        }
        else if (value < 1 || value > limit)
        {
            faults.Add($"{key} is {value}; it must be a whole number from 1 to {limit}");
        }
    }

    private void LeftOut(string key, object? value)
    {
        if (value is not null)
        {
            faults.Add($"{key} is given; it must be left out when input.kind is {InputKindName}");
        }
    }

    private string InputKindName => manifest.Input.Kind == InputKind.Tokens ? "tokens" : "features";
}
