using RnnCluster.Recurrent.Tokenizers;

namespace RnnCluster.Recurrent.Tests.Tokenizers;

public sealed class VocabularyTests
{
    [Fact]
    public void TryGetId_EveryEntry_IsItsPlace()
    {
        var vocabulary = new Vocabulary(["<unk>", "a", "A", ""]);

        for (var id = 0; id < vocabulary.Count; id++)
        {
            Assert.True(vocabulary.TryGetId(vocabulary[id], out var found));
            Assert.Equal(id, found);
        }
    }

    [Fact]
    public void TryGetId_NoEntry_False()
    {
        Assert.False(new Vocabulary(["a"]).TryGetId("b", out _));
    }

    [Fact]
    public void Constructor_Duplicate_Throws()
    {
        var exception = Assert.Throws<ArgumentException>(() => new Vocabulary(["a", "b", "a"]));

        Assert.StartsWith("Token \"a\" has the ids 0 and 2; it must have one.", exception.Message, StringComparison.Ordinal);
    }
}
