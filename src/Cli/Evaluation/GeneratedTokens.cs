using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Cli.Evaluation;

/// <summary>Generated tokens as a text.</summary>
internal static class GeneratedTokens
{
    private const string BytePairTokenizer = "bpe";
    private const string WordTokenizer = "words";

    // Stands in front of every word of a byte-pair encoding.
    private const char WordStart = '▁';

    /// <summary>Puts the tokens of <paramref name="outputs"/> together, as the tokenizer of that kind does.</summary>
    public static string Join(string tokenizer, IReadOnlyList<StepOutput> outputs)
    {
        var tokens = outputs.Select(output => output.Token);
        return tokenizer switch
        {
            BytePairTokenizer => string.Concat(tokens).Replace(WordStart, ' ').Trim(' '),
            WordTokenizer => string.Join(' ', tokens),
            _ => string.Concat(tokens),
        };
    }
}
