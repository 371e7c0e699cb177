using System.Collections.Frozen;

namespace RnnCluster.Recurrent.Tokenizers;

/// <summary>English words whose punctuation is part of them.</summary>
internal static class Abbreviations
{
    private const int LongestAbbreviation = 16;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Words = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "mr.", "mrs.", "ms.", "dr.", "prof.", "st.", "jr.", "sr.", "gen.", "sen.", "rep.", "gov.", "capt.", "col.", "lt.",
        "vs.", "etc.", "inc.", "corp.", "co.", "ltd.", "dept.", "approx.", "jan.", "feb.", "aug.", "sept.", "oct.", "nov.",
        "dec.", ":)", ":(", ";)", ":-)", ":-(", ";-)", "<3").GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Prefixes = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "anti", "co", "de", "e", "ex", "extra", "inter", "intra", "mid", "mini", "multi", "non", "post", "pre", "re", "semi",
        "sub", "super", "t", "trans", "ultra", "un", "x").GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether <paramref name="word"/> is one token with its punctuation: "Mr.", "U.S.", ":-)".</summary>
    public static bool Contains(ReadOnlySpan<char> word) =>
        word.Length <= LongestAbbreviation && (Words.Contains(word) || IsInitialism(word));

    /// <summary>
    /// Whether a hyphen behind <paramref name="word"/> joins, as in "e-mail", and is no token of its own, as in "well-known".
    /// </summary>
    public static bool IsPrefix(ReadOnlySpan<char> word) => Prefixes.Contains(word);

    // A lone "I." ends a sentence far more often than it abbreviates a name.
    private static bool IsInitialism(ReadOnlySpan<char> word)
    {
        if (word.Length < 2 || word.Length % 2 != 0 || word is "I.")
        {
            return false;
        }

        for (var i = 0; i < word.Length; i += 2)
        {
            if (!char.IsLetter(word[i]) || word[i + 1] != '.')
            {
                return false;
            }
        }

        return true;
    }
}
