namespace RnnCluster.Recurrent.Tokenizers;

/// <summary>
/// Splits a run of non-whitespace into words and punctuation: punctuation comes off both ends, abbreviations and addresses
/// stay whole, the rest is cut at dashes and slashes and into the parts of contractions. The tokens put together are the run.
/// </summary>
internal static class WordSplitter
{
    /// <summary>Adds the tokens of <paramref name="run"/>, which holds no whitespace and may be empty.</summary>
    public static void Split(ReadOnlySpan<char> run, ICollection<string> tokens)
    {
        while (!run.IsEmpty && Punctuation.Leads(run) && !Abbreviations.Contains(run))
        {
            var length = Punctuation.LengthAtStart(run);
            tokens.Add(run[..length].ToString());
            run = run[length..];
        }

        var address = IsAddress(run);
        var trailing = new Stack<string>();
        while (!run.IsEmpty && Punctuation.Trails(run) && !Abbreviations.Contains(run) && !(address && run[^1] == '/'))
        {
            var length = Punctuation.LengthAtEnd(run);
            trailing.Push(run[^length..].ToString());
            run = run[..^length];
        }

        if (address || Abbreviations.Contains(run))
        {
            tokens.Add(run.ToString());
        }
        else
        {
            SplitInside(run, tokens);
        }

        foreach (var token in trailing)
        {
            tokens.Add(token);
        }
    }

    private static void SplitInside(ReadOnlySpan<char> word, ICollection<string> tokens)
    {
        for (var position = 1; position < word.Length - 1; position++)
        {
            var length = SeparatorLength(word, position);
            if (length > 0)
            {
                Contractions.Split(word[..position], tokens);
                tokens.Add(word.Slice(position, length).ToString());
                word = word[(position + length)..];
                position = 0;
            }
        }

        Contractions.Split(word, tokens);
    }

    // "well-known", "and/or" and "wait...what" are cut; "e-mail", "2010-12-24" and "3/4" are not.
    private static int SeparatorLength(ReadOnlySpan<char> word, int position)
    {
        if (word[position] is not ('-' or '/' or '–' or '—' or '.' or '…'))
        {
            return 0;
        }

        var length = Punctuation.LengthAtStart(word[position..]);
        var betweenLetters =
            position + length < word.Length && char.IsLetter(word[position - 1]) && char.IsLetter(word[position + length]);
        var separates = word[position] switch
        {
            _ when length > 1 => true,
            '—' or '…' => true,
            '-' => betweenLetters && !Abbreviations.IsPrefix(word[..position]),
            '.' => false,
            _ => betweenLetters,
        };
        return separates ? length : 0;
    }

    private static bool IsAddress(ReadOnlySpan<char> word) =>
        word.Contains('@')
        || word.Contains("://", StringComparison.Ordinal)
        || word.StartsWith("www.", StringComparison.OrdinalIgnoreCase);
}
