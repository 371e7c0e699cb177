using System.Text.Json;
using RnnCluster.Recurrent.Packages;

namespace RnnCluster.Recurrent.Tests.Tokenizers;

/// <summary>The shipped German tokenizer against the one that the model was trained with.</summary>
public sealed class BytePairGoldenTests
{
    private static readonly JsonSerializerOptions CamelCase = new(JsonSerializerDefaults.Web);

    [Fact]
    public void Tokenize_GoldenTexts_CutsAsInTraining()
    {
        var golden = JsonSerializer.Deserialize<GoldenTexts>(File.ReadAllText(Repository.Golden("bpe.json")), CamelCase)!;
        var reader = PackageReader.Read(Repository.Model(golden.Package)).SourceReader!;

        Assert.NotEmpty(golden.Cases);
        foreach (var one in golden.Cases)
        {
            var tokens = new List<string>();
            reader.Tokenizer.Tokenize("", one.Text, end: true, tokens);
            var row = new int[1];

            int[] ids = [.. tokens.Select(token => reader.Encoder.TryEncode(token, row) ? row[0] : -1)];
            Assert.Equal(one.Ids, ids);
            Assert.Equal(one.Tokens, ids.Select(reader.Encoder.TokenOf));
            Assert.Equal(one.Joined, reader.Tokenizer.Join([.. ids.Select(reader.Encoder.TokenOf)]));
        }
    }

    private sealed record GoldenTexts(string Package, GoldenText[] Cases);

    private sealed record GoldenText(string Text, string[] Tokens, int[] Ids, string Joined);
}
