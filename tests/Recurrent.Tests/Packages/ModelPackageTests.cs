using System.Text.Json;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Packages;

namespace RnnCluster.Recurrent.Tests.Packages;

public sealed class ModelPackageTests
{
    private static readonly JsonSerializerOptions CamelCase = new(JsonSerializerDefaults.Web);

    [Fact]
    public void Load_Tagger_CountsItsParameters()
    {
        using var builder = PackageBuilder.Tagger();
        builder.Write();

        var package = ModelPackage.Load(builder.Folder);

        Assert.Equal(builder.Folder, package.Folder);
        Assert.Equal(builder.Tensors.Values.Sum(tensor => tensor.Values.LongLength), package.Parameters);
    }

    [Fact]
    public async Task Load_ManyThreadsAtOnce_AllSucceed()
    {
        using var builder = PackageBuilder.Music();
        builder.Write();

        var packages = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => ModelPackage.Load(builder.Folder))));

        Assert.All(packages, package => Assert.Equal("music", package.Manifest.Name));
    }

    // The training side computes in single precision too, with another order of summation.
    [Fact]
    public void Load_ShippedTagger_TagsAsInTraining()
    {
        var package = ModelPackage.Load(Repository.Model("tagger"));
        var golden = Golden<GoldenTags>("tagger-dev-sample.json");

        Assert.NotEmpty(golden.Sentences);
        foreach (var sentence in golden.Sentences)
        {
            var scores = Scores(package, sentence.Tokens);

            Assert.Equal(sentence.Labels, scores.Select(row => Array.IndexOf(row, row.Max())));
            Assert.All(scores.Zip(sentence.Probabilities), pair => Assert.Equal(pair.Second, pair.First.Max(), 1e-4f));
        }
    }

    [Fact]
    public void Load_ShippedTagger_CutsEnglishAsItWasTrained()
    {
        var package = ModelPackage.Load(Repository.Model("tagger"));
        var tokens = new List<string>();

        package.Tokenizer!.Tokenize("", "She doesn't play.", end: true, tokens);

        string[] labels = [.. Scores(package, tokens).Select(row => package.Labels![Array.IndexOf(row, row.Max())])];
        Assert.Equal(["PRON", "AUX", "PART", "VERB", "PUNCT"], labels);
    }

    [Fact]
    public void Load_ShippedMusic_ScoresATuneAsInTraining()
    {
        var package = ModelPackage.Load(Repository.Model("music"));
        var golden = Golden<GoldenTune>("music-sample.json");
        var state = package.Network!.CreateState();
        var batch = package.Network!.CreateBatch(1);

        Assert.Equal(package.Manifest.Sampling!.Start, package.Encoder!.TokenOf(golden.Ids[0]));
        for (var i = 0; i < golden.LogProbabilities.Length; i++)
        {
            var scores = Step(package, batch, state, [golden.Ids[i]]);

            Assert.Equal(golden.LogProbabilities[i], MathF.Log(scores[golden.Ids[i + 1]]), 1e-3f);
        }
    }

    private static List<float[]> Scores(ModelPackage package, IReadOnlyList<string> tokens)
    {
        var state = package.Network!.CreateState();
        var batch = package.Network!.CreateBatch(1);
        var rows = new int[package.Encoder!.Tables];
        var all = new List<float[]>();
        foreach (var token in tokens)
        {
            Assert.True(package.Encoder.TryEncode(token, rows));
            all.Add(Step(package, batch, state, rows));
        }

        return all;
    }

    private static float[] Step(ModelPackage package, StepBatch batch, RecurrentState state, int[] rows)
    {
        batch.Clear();
        var row = batch.Add(state);
        batch.SetTokens(row, rows);
        package.Network!.Step(batch);
        batch.Scatter(row, state);
        var scores = new float[package.Manifest.Head.Size];
        package.Network!.Activate(batch.Logits(row), scores);
        return scores;
    }

    private static T Golden<T>(string file) =>
        JsonSerializer.Deserialize<T>(File.ReadAllText(Repository.Golden(file)), CamelCase)!;

    private sealed record GoldenTune(int[] Ids, float[] LogProbabilities);

    private sealed record GoldenTags(GoldenSentence[] Sentences);

    private sealed record GoldenSentence(string[] Tokens, int[] Labels, float[] Probabilities);
}
