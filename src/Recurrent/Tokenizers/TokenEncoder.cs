namespace RnnCluster.Recurrent.Tokenizers;

/// <summary>
/// Turns a token into one row index per embedding table: its id in the vocabulary, then the row of each feature. Immutable
/// and thread-safe.
/// </summary>
public sealed class TokenEncoder
{
    private readonly Vocabulary _vocabulary;
    private readonly bool _lowercase;
    private readonly int? _unknownId;
    private readonly IReadOnlyList<TokenFeature> _features;

    /// <param name="vocabulary">The tokens that have an id.</param>
    /// <param name="lowercase">Whether the lower-cased form of a token is looked up; features see the token as it is.</param>
    /// <param name="unknown">The entry that stands for tokens without one, or null when these are refused.</param>
    /// <param name="features">Further tables, in the order of their rows.</param>
    /// <exception cref="ArgumentException"><paramref name="unknown"/> is not in the vocabulary.</exception>
    public TokenEncoder(Vocabulary vocabulary, bool lowercase, string? unknown, IReadOnlyList<TokenFeature> features)
    {
        if (unknown is not null)
        {
            _unknownId = vocabulary.TryGetId(unknown, out var id)
                ? id
                : throw new ArgumentException($"The unknown token \"{unknown}\" is not in the vocabulary.", nameof(unknown));
        }

        _vocabulary = vocabulary;
        _lowercase = lowercase;
        _features = features;
    }

    /// <summary>Number of rows that a token is encoded to: one for its id and one for each feature.</summary>
    public int Tables => 1 + _features.Count;

    /// <summary>Number of ids: they run from 0 to one less.</summary>
    public int VocabularySize => _vocabulary.Count;

    /// <summary>Encodes a token given by its text.</summary>
    /// <param name="token">The token.</param>
    /// <param name="rows">Receives one row index per table; its length is <see cref="Tables"/>.</param>
    /// <returns>False, with nothing written, when the token is unknown and such tokens are refused.</returns>
    public bool TryEncode(string token, Span<int> rows)
    {
        var lower = WordForm.Lower(token);
        if (_vocabulary.TryGetId(_lowercase ? lower : token, out var id))
        {
            Write(id, token, lower, rows);
            return true;
        }

        if (_unknownId is int unknown)
        {
            Write(unknown, token, lower, rows);
            return true;
        }

        return false;
    }

    /// <summary>Encodes a token given by its id, with the features of the vocabulary's entry.</summary>
    /// <param name="id">From 0 to <see cref="VocabularySize"/> − 1.</param>
    /// <param name="rows">Receives one row index per table; its length is <see cref="Tables"/>.</param>
    public void Encode(int id, Span<int> rows)
    {
        var token = _vocabulary[id];
        Write(id, token, WordForm.Lower(token), rows);
    }

    /// <summary>Encodes an entry of the vocabulary given by its own text, such as <c>&lt;start&gt;</c>; nothing is lower-cased.</summary>
    /// <param name="entry">The entry.</param>
    /// <returns>One row index per table.</returns>
    /// <exception cref="ArgumentException">There is no such entry.</exception>
    public int[] EncodeEntry(string entry)
    {
        if (!_vocabulary.TryGetId(entry, out var id))
        {
            throw new ArgumentException($"\"{entry}\" is not in the vocabulary.", nameof(entry));
        }

        var rows = new int[Tables];
        Encode(id, rows);
        return rows;
    }

    /// <summary>The vocabulary's entry <paramref name="id"/>, from 0 to <see cref="VocabularySize"/> − 1.</summary>
    public string TokenOf(int id) => _vocabulary[id];

    private void Write(int id, string token, string lower, Span<int> rows)
    {
        rows[0] = id;
        for (var feature = 0; feature < _features.Count; feature++)
        {
            rows[feature + 1] = _features[feature].RowOf(token, lower);
        }
    }
}
