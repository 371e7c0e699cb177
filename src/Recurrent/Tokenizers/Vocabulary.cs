namespace RnnCluster.Recurrent.Tokenizers;

/// <summary>A list of distinct strings, each with its place in the list as its id. Immutable and thread-safe.</summary>
public sealed class Vocabulary
{
    private readonly IReadOnlyList<string> _tokens;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _ids;

    /// <param name="tokens">The token of id 0, 1, 2 …; the list must not change afterwards.</param>
    /// <exception cref="ArgumentException">A token occurs twice.</exception>
    public Vocabulary(IReadOnlyList<string> tokens)
    {
        var ids = new Dictionary<string, int>(tokens.Count, StringComparer.Ordinal);
        for (var id = 0; id < tokens.Count; id++)
        {
            if (!ids.TryAdd(tokens[id], id))
            {
                throw new ArgumentException(
                    $"Token \"{tokens[id]}\" has the ids {ids[tokens[id]]} and {id}; it must have one.", nameof(tokens));
            }
        }

        _tokens = tokens;
        _ids = ids.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Number of tokens; ids run from 0 to one less.</summary>
    public int Count => _tokens.Count;

    /// <summary>The token of <paramref name="id"/>.</summary>
    public string this[int id] => _tokens[id];

    /// <summary>Finds the id of <paramref name="token"/>, compared code unit by code unit.</summary>
    public bool TryGetId(ReadOnlySpan<char> token, out int id) => _ids.TryGetValue(token, out id);
}
