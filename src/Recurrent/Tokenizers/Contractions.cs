using System.Collections.Frozen;

namespace RnnCluster.Recurrent.Tokenizers;

/// <summary>English contractions, cut as in the Penn Treebank: do|n't, cat|'s, would|n't|'ve, can|not.</summary>
internal static class Contractions
{
    private static readonly string[] Clitics = ["n't", "'s", "'m", "'d", "'re", "'ve", "'ll"];

    // Length of the first part of words that are contractions without an apostrophe.
    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Fused = FrozenDictionary.Create(
        StringComparer.OrdinalIgnoreCase,
        KeyValuePair.Create("cannot", 3), KeyValuePair.Create("gonna", 3), KeyValuePair.Create("gotta", 3),
        KeyValuePair.Create("wanna", 3), KeyValuePair.Create("gimme", 3), KeyValuePair.Create("lemme", 3))
        .GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Elided = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "s", "m", "d", "re", "ve", "ll", "em", "til", "cause", "bout", "tis", "twas").GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Adds the parts of <paramref name="word"/>, which may be empty; most words are one part.</summary>
    public static void Split(ReadOnlySpan<char> word, ICollection<string> tokens)
    {
        var clitics = new Stack<string>();
        for (var length = CliticLength(word); length > 0; length = CliticLength(word))
        {
            clitics.Push(word[^length..].ToString());
            word = word[..^length];
        }

        if (Fused.TryGetValue(word, out var first))
        {
            tokens.Add(word[..first].ToString());
            word = word[first..];
        }

        if (!word.IsEmpty)
        {
            tokens.Add(word.ToString());
        }

        foreach (var clitic in clitics)
        {
            tokens.Add(clitic);
        }
    }

    /// <summary>
    /// Whether <paramref name="run"/>, which begins with an apostrophe, is a shortened word ("'em", "'s") and not a quotation.
    /// </summary>
    public static bool IsClitic(ReadOnlySpan<char> run)
    {
        var end = 1;
        while (end < run.Length && char.IsLetter(run[end]))
        {
            end++;
        }

        return Elided.Contains(run[1..end]);
    }

    // 0 when there is none, or when it is the whole word.
    private static int CliticLength(ReadOnlySpan<char> word)
    {
        foreach (var clitic in Clitics)
        {
            if (word.Length > clitic.Length && EndsWith(word, clitic))
            {
                return clitic.Length;
            }
        }

        return 0;
    }

    private static bool EndsWith(ReadOnlySpan<char> word, string clitic)
    {
        var end = word[^clitic.Length..];
        for (var i = 0; i < clitic.Length; i++)
        {
            if (char.ToLowerInvariant(end[i]) != clitic[i] && !(clitic[i] == '\'' && end[i] == '’'))
            {
                return false;
            }
        }

        return true;
    }
}
