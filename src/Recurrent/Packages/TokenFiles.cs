using RnnCluster.Recurrent.Tokenizers;

namespace RnnCluster.Recurrent.Packages;

/// <summary>The vocabulary of a package's tokens, and those of the tokens' features.</summary>
internal sealed class TokenFiles
{
    private const string UnknownValue = "<unk>";

    private readonly TokenizerManifest _tokenizer;
    private readonly IReadOnlyList<FeatureManifest> _features;
    private readonly IReadOnlyList<string>? _tokens;
    private readonly IReadOnlyList<string>?[] _values;

    /// <summary>Reads the files and checks that the entries that the manifest names are in them.</summary>
    /// <param name="folder">The package; receives the faults.</param>
    /// <param name="manifest">Its manifest.</param>
    /// <param name="tokenizer">The manifest's tokenizer.</param>
    public TokenFiles(PackageFolder folder, ModelManifest manifest, TokenizerManifest tokenizer)
    {
        _tokenizer = tokenizer;
        _features = manifest.Input.Features ?? [];
        _tokens = StringListFile.Read(
            folder, "tokenizer.vocabulary", tokenizer.Vocabulary, "input.vocabularySize", manifest.Input.VocabularySize);
        _values = [.. _features.Select((feature, i) => ReadValues(folder, feature, $"input.features[{i}]"))];

        var faults = folder.Faults.In(ManifestFile.Name);
        CheckEntry("tokenizer.unknown", tokenizer.Unknown, faults);
        CheckEntry("sampling.start", manifest.Sampling?.Start, faults);
        CheckEntry("sampling.end", manifest.Sampling?.End, faults);
    }

    /// <summary>The encoder that the files make. Only for files without faults.</summary>
    public TokenEncoder ToEncoder()
    {
        var features = _features.Zip(
            _values, (feature, values) => new TokenFeature(feature.Kind, feature.Length ?? 0, new Vocabulary(values!)));
        return new TokenEncoder(new Vocabulary(_tokens!), _tokenizer.Lowercase, _tokenizer.Unknown, [.. features]);
    }

    private static IReadOnlyList<string>? ReadValues(PackageFolder folder, FeatureManifest feature, string key)
    {
        var values = StringListFile.Read(
            folder, $"{key}.vocabulary", feature.Vocabulary, $"{key}.vocabularySize", feature.VocabularySize);
        if (values is [string first, ..] && first != UnknownValue)
        {
            folder.Faults.In(feature.Vocabulary).Add(
                $"entry 0 is {Excerpt.Quote(first)}; it must be \"{UnknownValue}\", which all values without an entry get");
        }

        return values;
    }

    private void CheckEntry(string key, string? token, FileFaults faults)
    {
        if (token is not null && _tokens?.Contains(token) == false)
        {
            faults.Add($"{key} is {Excerpt.Quote(token)}; it must be an entry of {_tokenizer.Vocabulary}");
        }
    }
}
