using System.Text.RegularExpressions;
using RnnCluster.Recurrent.Packages;

namespace RnnCluster.Recurrent.Tests.Packages;

/// <summary>The examples of <c>docs/model-package.md</c>, read by the checks of a silo.</summary>
public sealed partial class ModelPackagePageTests
{
    private const string Manifest = "\"topology\"";

    public static TheoryData<string, string, string> Examples()
    {
        var blocks = Fence().Matches(File.ReadAllText(Repository.Page("model-package.md")))
            .Select(match => (Language: match.Groups["language"].Value, Text: match.Groups["text"].Value))
            .ToList();
        var examples = new TheoryData<string, string, string>();
        for (var i = 0; i < blocks.Count; i++)
        {
            if (blocks[i].Language == "json" && blocks[i].Text.Contains(Manifest, StringComparison.Ordinal))
            {
                examples.Add(Name().Match(blocks[i].Text).Groups[1].Value, blocks[i].Text, blocks[i + 1].Text);
            }
        }

        return examples;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void ModelJson_OnThePage_DescribesTheTensorsBelowIt(string name, string json, string tensors)
    {
        var root = Directory.CreateTempSubdirectory("rnn-page-");
        try
        {
            var folder = root.CreateSubdirectory(name).FullName;
            File.WriteAllText(Path.Combine(folder, ManifestFile.Name), json);
            var faults = new PackageFaults(folder);
            var manifest = ManifestFile.Read(new PackageFolder(folder, faults));
            faults.ThrowIfAny();

            var manifestFaults = faults.In(ManifestFile.Name);
            new ManifestSizes(manifest!, manifestFaults).Check();
            new ManifestRules(manifest!, manifestFaults).Check();
            var shape = new ModelShapes(manifest!, manifestFaults).Make();
            faults.ThrowIfAny();

            var expected = shape!.Tensors().Select(tensor => $"{tensor.Name} [{string.Join(", ", tensor.Dimensions)}]");
            Assert.Equal(expected.Order(StringComparer.Ordinal), Tensor().Matches(tensors).Select(match => match.Value).Order(StringComparer.Ordinal));
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    [Fact]
    public void Page_ShowsEveryTopology() => Assert.Equal(
        Enum.GetValues<Topology>().Length,
        Examples().SelectMany(example => TopologyName().Matches(example.Data.Item2)).Select(match => match.Value).Distinct().Count());

    [GeneratedRegex("^```(?<language>\\w*)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("\"name\": \"([^\"]+)\"")]
    private static partial Regex Name();

    [GeneratedRegex("\"topology\": \"[^\"]+\"")]
    private static partial Regex TopologyName();

    [GeneratedRegex(@"[a-z0-9_.]+ \[[0-9, ]+\]")]
    private static partial Regex Tensor();
}
