using System.Text.Json;
using RnnCluster.Recurrent.Tokenizers;

namespace RnnCluster.Recurrent.Tests.Tokenizers;

/// <summary>The tokens and features that models are trained with, as the Python side computes them.</summary>
public sealed class TokenGoldenTests
{
    private static readonly JsonSerializerOptions CamelCase = new(JsonSerializerDefaults.Web);

    private static readonly GoldenTokens Golden =
        JsonSerializer.Deserialize<GoldenTokens>(File.ReadAllText(Repository.Golden("tokens.json")), CamelCase)!;

    [Fact]
    public void WordForm_GoldenWords_EqualsPython()
    {
        Assert.NotEmpty(Golden.Words);
        Assert.All(Golden.Words, golden =>
        {
            var lower = WordForm.Lower(golden.Word);
            Assert.Equal(golden.Lower, lower);
            Assert.Equal(golden.Shape, WordForm.Shape(golden.Word));
            Assert.Equal(golden.Prefixes, golden.Prefixes.Select((_, i) => WordForm.Prefix(lower, i + 1).ToString()));
            Assert.Equal(golden.Suffixes, golden.Suffixes.Select((_, i) => WordForm.Suffix(lower, i + 1).ToString()));
        });
    }

    [Fact]
    public void AbcTokenizer_GoldenTunes_EqualsPython()
    {
        Assert.NotEmpty(Golden.Abc);
        Assert.All(Golden.Abc, golden => Assert.Equal(golden.Tokens, TokenizerLaws.Tokens(new AbcTokenizer(), golden.Text)));
    }

    private sealed record GoldenTokens(GoldenWord[] Words, GoldenTune[] Abc);

    private sealed record GoldenWord(string Word, string Lower, string Shape, string[] Prefixes, string[] Suffixes);

    private sealed record GoldenTune(string Text, string[] Tokens);
}
