namespace RnnCluster.Cli.Evaluation;

/// <summary>
/// Corpus BLEU as sacrebleu computes it by default (<c>case:lc|tok:13a|smooth:exp</c>): up to 4-grams, lower-cased, any
/// number of references, of which the one closest in length counts for the brevity penalty. Papineni et al., "BLEU", ACL
/// 2002, https://doi.org/10.3115/1073083.1073135; Post, "A Call for Clarity in Reporting BLEU Scores", WMT 2018,
/// https://doi.org/10.18653/v1/W18-6319.
/// </summary>
internal static class Bleu
{
    private const int Orders = 4;

    // Where the counts of a text stand: right n-grams of each order, all n-grams of each order, words, words of the reference.
    private const int TotalAt = Orders;
    private const int WordsAt = 2 * Orders;
    private const int ReferenceWordsAt = WordsAt + 1;

    /// <summary>What a text adds to the corpus; <see cref="Score"/> takes the sums.</summary>
    /// <param name="text">The text that was generated.</param>
    /// <param name="references">One or more texts that would have been right.</param>
    public static double[] Counts(string text, IReadOnlyList<string> references)
    {
        var words = BleuWords.Cut(text.ToLowerInvariant());
        var choices = references.Select(reference => BleuWords.Cut(reference.ToLowerInvariant())).ToList();
        var counts = new double[ReferenceWordsAt + 1];
        for (var order = 1; order <= Orders; order++)
        {
            counts[order - 1] = Right(NGrams(words, order), [.. choices.Select(choice => NGrams(choice, order))]);
            counts[TotalAt + order - 1] = Math.Max(words.Length - order + 1, 0);
        }

        counts[WordsAt] = words.Length;
        counts[ReferenceWordsAt] = choices.Select(choice => choice.Length)
            .MinBy(length => (Math.Abs(length - words.Length), length));
        return counts;
    }

    /// <summary>BLEU, 0 to 100, of summed counts. The n-th order without a right n-gram counts as 1/2ⁿ right ones.</summary>
    public static double Score(IReadOnlyList<double> counts)
    {
        var words = counts[WordsAt];
        if (counts.Take(Orders).All(right => right == 0) || counts[TotalAt + Orders - 1] == 0)
        {
            return 0;
        }

        var logarithms = 0.0;
        var smoothing = 1.0;
        for (var order = 0; order < Orders; order++)
        {
            var right = counts[order] > 0 ? counts[order] : 1 / (smoothing *= 2);
            logarithms += Math.Log(right / counts[TotalAt + order]);
        }

        var brevity = Math.Min(1, Math.Exp(1 - (counts[ReferenceWordsAt] / words)));
        return 100 * brevity * Math.Exp(logarithms / Orders);
    }

    private static Dictionary<string, int> NGrams(string[] words, int order)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var start = 0; start + order <= words.Length; start++)
        {
            var nGram = string.Join(' ', words, start, order);
            counts[nGram] = counts.GetValueOrDefault(nGram) + 1;
        }

        return counts;
    }

    /// <summary>N-grams that occur in a reference, each as often as in the reference that has it most often at most.</summary>
    private static int Right(Dictionary<string, int> found, Dictionary<string, int>[] choices) =>
        found.Sum(nGram => Math.Min(nGram.Value, choices.Max(choice => choice.GetValueOrDefault(nGram.Key))));
}
