using RnnCluster.Recurrent.Tokenizers;

namespace RnnCluster.Recurrent.Packages;

/// <summary>The vocabulary of a part's tokens, those of the tokens' features, and what its tokenizer needs.</summary>
internal sealed class TokenFiles
{
    private const string UnknownValue = "<unk>";

    private readonly string _prefix;
    private readonly TokenizerManifest _tokenizer;
    private readonly IReadOnlyList<FeatureManifest> _features;
    private readonly IReadOnlyList<string>? _tokens;
    private readonly IReadOnlyList<string>?[] _values;
    private readonly ITokenizer? _cutter;

    /// <summary>Reads the files.</summary>
    /// <param name="folder">The package; receives the faults.</param>
    /// <param name="part">The part of the manifest that names them.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    public TokenFiles(PackageFolder folder, ManifestPart part, TokenizerManifest tokenizer)
    {
        _prefix = part.Prefix;
        _tokenizer = tokenizer;
        _features = part.Input.Features ?? [];
        _tokens = StringListFile.Read(
            folder, $"{_prefix}tokenizer.vocabulary", tokenizer.Vocabulary, $"{_prefix}input.vocabularySize", part.Input.VocabularySize);
        _values = [.. _features.Select((feature, i) => ReadValues(folder, feature, $"{_prefix}input.features[{i}]"))];
        _cutter = Cutter(folder);
    }

    /// <summary>Checks that an entry that the manifest names under <paramref name="key"/> is in the vocabulary.</summary>
    public void CheckEntry(string key, string? token, FileFaults faults)
    {
        if (token is not null && _tokens?.Contains(token) == false)
        {
            faults.Add($"{key} is {Excerpt.Quote(token)}; it must be an entry of {_tokenizer.Vocabulary}");
        }
    }

    /// <summary>What the files make. Only for files without faults.</summary>
    public TokenReader ToReader()
    {
        var features = _features.Zip(
            _values, (feature, values) => new TokenFeature(feature.Kind, feature.Length ?? 0, new Vocabulary(values!)));
        return new TokenReader(
            _cutter!, new TokenEncoder(new Vocabulary(_tokens!), _tokenizer.Lowercase, _tokenizer.Unknown, [.. features]));
    }

    private ITokenizer? Cutter(PackageFolder folder)
    {
        switch (_tokenizer.Kind)
        {
            case TokenizerKind.Characters:
                return new CharacterTokenizer();
            case TokenizerKind.Words:
                return new WordTokenizer();
            case TokenizerKind.Abc:
                return new AbcTokenizer();
            default:
                return BytePairs(folder);
        }
    }

    private BytePairTokenizer? BytePairs(PackageFolder folder)
    {
        if (_tokenizer.Merges is not { } file
            || StringListFile.Read(folder, $"{_prefix}tokenizer.merges", file, "", size: null) is not { } merges)
        {
            return null;
        }

        try
        {
            return new BytePairTokenizer(merges, _tokenizer.Lowercase);
        }
        catch (ArgumentException exception)
        {
            // Only the first line: .NET adds the name of the parameter.
            folder.Faults.In(file).Add(exception.Message.Split(" (Parameter", 2)[0]);
            return null;
        }
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
}
