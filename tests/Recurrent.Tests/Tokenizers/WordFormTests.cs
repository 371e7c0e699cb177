using System.Text;
using RnnCluster.Recurrent.Tokenizers;

namespace RnnCluster.Recurrent.Tests.Tokenizers;

public sealed class WordFormTests
{
    [Theory]
    [InlineData("McDonald's", "XxXx'x")]
    [InlineData("2,000", "d,d")]
    [InlineData("...", ".")]
    [InlineData("\u01c5", "X")]
    [InlineData("👍👍a", "👍x")]
    [InlineData("", "")]
    public void Shape_Word_ClassesWithRunsCollapsed(string word, string shape)
    {
        Assert.Equal(shape, WordForm.Shape(word));
    }

    [Fact]
    public void Shape_LoneSurrogates_AreCodePointsOfTheirOwn()
    {
        Assert.Equal("\ud83dX", WordForm.Shape("\ud83d\ud83dA"));
    }

    [Theory]
    [InlineData("cat", 2, "ca", "at")]
    [InlineData("cat", 3, "cat", "cat")]
    [InlineData("cat", 4, "cat", "cat")]
    [InlineData("👍a👎", 1, "👍", "👎")]
    [InlineData("👍a👎", 2, "👍a", "a👎")]
    [InlineData("", 2, "", "")]
    public void PrefixAndSuffix_Length_CountCodePoints(string word, int length, string prefix, string suffix)
    {
        Assert.Equal(prefix, WordForm.Prefix(word, length));
        Assert.Equal(suffix, WordForm.Suffix(word, length));
    }

    [Fact]
    public void Lower_EveryCodePoint_IsMappedOnItsOwnToOneCodePoint()
    {
        for (var value = 0; value <= 0x10FFFF; value++)
        {
            if (Rune.TryCreate(value, out var rune))
            {
                var expected = $"Σ{Rune.ToLowerInvariant(rune)}".Replace('Σ', 'σ');
                Assert.Equal(expected, WordForm.Lower($"Σ{rune}"));
            }
        }
    }

    [Theory]
    [InlineData("ΣΊΣΥΦΟΣ", "σίσυφοσ")]
    [InlineData("İstanbul", "İstanbul")]
    [InlineData("STRASSE\u1e9e", "strasse\u00df")]
    [InlineData("\U00010400", "\U00010428")]
    public void Lower_Word_KeepsItsNumberOfCodePoints(string word, string lower)
    {
        Assert.Equal(lower, WordForm.Lower(word));
    }
}
