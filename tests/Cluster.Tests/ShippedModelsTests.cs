using System.Text.Json;
using System.Text.Json.Nodes;

namespace RnnCluster.Cluster.Tests;

/// <summary>
/// Every shipped model through live sessions of a real process, against what PyTorch computes from the same weights: inputs of the
/// project's own, so that no data set is needed.
/// </summary>
public sealed class ShippedModelsTests
{
    /// <summary>Absolute, of probabilities: two orders of summation in single precision, and six digits in the files.</summary>
    private const double Tolerance = 2e-5;

    /// <summary>Held to PyTorch by tests of their own: tunes and the causal tagger.</summary>
    private static readonly string[] ElsewhereTested = ["music", "tagger"];

    public static TheoryData<string> Models { get; } =
        [.. Golden().Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Fact]
    public void GoldenFiles_EveryShippedModel_HasOne()
    {
        var models = Directory.GetDirectories(Path.Combine(AppContext.BaseDirectory, "models")).Select(Path.GetFileName);

        Assert.Equal(models.Except(ElsewhereTested).Order(StringComparer.Ordinal), Models.Select(row => row.Data));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public async Task Infer_GoldenInputs_GivesWhatPyTorchGives(string model)
    {
        var cases = Cases(model);
        var lines = cases.SelectMany((one, index) => Lines(one, index));

        var (code, output, errors) = await RnnProcess.RunAsync(string.Join('\n', lines), "infer", model);

        Assert.True(code == 0, errors);
        var answers = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)
            .ToLookup(answer => (string)answer["session"]!);
        for (var index = 0; index < cases.Count; index++)
        {
            Compare(cases[index], index, answers);
        }
    }

    /// <summary>A case as lines of <c>rnn infer</c>: once as the package decodes, and for texts once greedily.</summary>
    private static IEnumerable<string> Lines(JsonNode one, int index)
    {
        var line = new JsonObject { ["session"] = $"s{index}", ["end"] = true };
        foreach (var key in new[] { "text", "tokens", "features" })
        {
            if (one[key] is { } input)
            {
                line[key] = input.DeepClone();
            }
        }

        if (one["scores"] is not null)
        {
            line["scores"] = true;
        }

        yield return line.ToJsonString();
        if (one["greedy"] is not null)
        {
            line["session"] = $"s{index}-greedy";
            line["generate"] = 100;
            line["beams"] = 1;
            yield return line.ToJsonString();
        }
    }

    private static void Compare(JsonNode one, int index, ILookup<string, JsonNode> answers)
    {
        if (one["scores"] is JsonArray scores)
        {
            var outputs = answers[$"s{index}"].SelectMany(answer => answer["outputs"]!.AsArray()).ToList();
            Assert.Equal(scores.Count, outputs.Count);
            foreach (var (expected, actual) in scores.Zip(outputs))
            {
                Assert.All(
                    expected!.Deserialize<double[]>()!.Zip(actual!["probabilities"]!.Deserialize<double[]>()!),
                    pair => Assert.Equal(pair.First, pair.Second, Tolerance));
            }

            return;
        }

        if (one["beam"] is { } beam)
        {
            Assert.Equal((string)beam["text"]!, (string)answers[$"s{index}"].Single()["text"]!);
        }

        Assert.Equal((string)one["greedy"]!["text"]!, (string)answers[$"s{index}-greedy"].Single()["text"]!);
    }

    private static List<JsonNode> Cases(string model)
    {
        var golden = JsonNode.Parse(File.ReadAllText(Path.Combine(GoldenFolder, $"{model}.json")))!;
        return [.. golden["cases"]!.AsArray().Select(one => one!)];
    }

    private static string GoldenFolder => Path.Combine(AppContext.BaseDirectory, "golden");

    private static string[] Golden() => Directory.GetFiles(GoldenFolder, "*.json");
}
