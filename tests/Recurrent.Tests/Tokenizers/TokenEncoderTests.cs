using RnnCluster.Recurrent.Tokenizers;

namespace RnnCluster.Recurrent.Tests.Tokenizers;

public sealed class TokenEncoderTests
{
    private static readonly Vocabulary Words = new(["<unk>", "the", "cats"]);

    private static readonly TokenFeature[] Features =
    [
        new(TokenFeatureKind.Suffix, 2, new Vocabulary(["<unk>", "ts"])),
        new(TokenFeatureKind.Shape, 0, new Vocabulary(["<unk>", "x", "Xx"])),
        new(TokenFeatureKind.Prefix, 1, new Vocabulary(["<unk>", "t"])),
    ];

    private readonly TokenEncoder _encoder = new(Words, lowercase: true, "<unk>", Features);

    [Theory]
    [InlineData("the", 1, 0, 1, 1)]
    [InlineData("Cats", 2, 1, 2, 0)]
    [InlineData("Rats", 0, 1, 2, 0)]
    [InlineData("", 0, 0, 0, 0)]
    public void TryEncode_Token_GivesIdAndFeatureRows(string token, params int[] expected)
    {
        var rows = new int[_encoder.Tables];

        Assert.True(_encoder.TryEncode(token, rows));
        Assert.Equal(expected, rows);
    }

    [Fact]
    public void TryEncode_CaseKept_LooksUpTheTokenAsItIs()
    {
        var rows = new int[1];

        Assert.True(new TokenEncoder(Words, lowercase: false, "<unk>", []).TryEncode("The", rows));
        Assert.Equal([0], rows);
    }

    [Fact]
    public void TryEncode_UnknownWithoutEntryForIt_FalseAndNothingWritten()
    {
        var rows = new int[] { 7 };

        Assert.False(new TokenEncoder(Words, lowercase: true, unknown: null, []).TryEncode("dog", rows));
        Assert.Equal([7], rows);
    }

    [Fact]
    public void Encode_Id_IsItsTextEncoded()
    {
        var byId = new int[_encoder.Tables];
        var byText = new int[_encoder.Tables];
        for (var id = 0; id < _encoder.VocabularySize; id++)
        {
            _encoder.Encode(id, byId);
            _encoder.TryEncode(_encoder.TokenOf(id), byText);

            Assert.Equal(byText, byId);
        }
    }

    [Fact]
    public void Constructor_UnknownNotInVocabulary_Throws()
    {
        var exception = Assert.Throws<ArgumentException>(() => new TokenEncoder(Words, true, "<oov>", []));

        Assert.StartsWith("The unknown token \"<oov>\" is not in the vocabulary.", exception.Message, StringComparison.Ordinal);
    }
}
