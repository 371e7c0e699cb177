using RnnCluster.Cli.Commands;
using RnnCluster.Cli.Tracing;
using RnnCluster.Recurrent.Tracing;

namespace RnnCluster.Cli.Tests.Tracing;

public sealed class TraceRunTests
{
    [Fact]
    public void Run_Table_IsAligned()
    {
        const string expected = """
            worked-example 1: many-to-one, rnn-tanh, 1 layer of 2 units, activation sigmoid
            O_t = tanh(x_t·W + b + O_{t-1}·W'), O_0 = 0

            t = 1  bad
              input                    1         2         3         4         5
                x_t               0.0000    0.0000    0.0000    1.0000    0.0000
              layer 1                  1         2
                x_t·W + b        -1.2500    0.2500
                O_{t-1}·W'        0.0000    0.0000
                pre-activation   -1.2500    0.2500
                O_t              -0.8483    0.2449
              output            positive
                logit            -1.6915
                score             0.1556
                label           none

            """;

        Assert.Equal(expected, Traces.Of(Traces.Review("bad")), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void Run_Units_AreShownUpToTheNumber()
    {
        var lines = Traces.Of(Traces.Review("not") with { Units = 1 }).Split('\n');

        Assert.Contains(lines, line => line.TrimEnd() is "  input, 1 of 5            1");
        Assert.Contains(lines, line => line.TrimEnd() is "  layer 1, 1 of 2          1");
    }

    [Fact]
    public void Run_AllUnits_ComeInBlocksThatFitATerminal()
    {
        var tagger = new TraceSettings { Model = "tagger", Text = "cats", ModelsFolder = Repository.Models };

        var lines = Traces.Of(tagger).Split('\n')[3..];

        Assert.Equal(28, lines.Count(line => line.TrimStart().StartsWith("c_t ", StringComparison.Ordinal)));
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 100));
    }

    [Fact]
    public void Run_Steps_LeavesOutTheRest() =>
        Assert.Equal(2, Traces.Json(Traces.Review("movie was not good") with { Steps = 2 }).GetProperty("steps").GetArrayLength());

    [Fact]
    public void Run_Json_ReadsBackToTheSameBits()
    {
        var trace = UnfoldedNetwork.Load(Path.Combine(Repository.Models, "tagger")).ReadText("The cat");
        var json = Traces.Json(new TraceSettings { Model = "tagger", Text = "The cat", ModelsFolder = Repository.Models });

        var cell = json.GetProperty("steps")[1].GetProperty("layers")[0].GetProperty("cell");
        Assert.Equal(trace.Steps[1].Layers[0].Cell!, cell.EnumerateArray().Select(value => value.GetSingle()));
        Assert.Equal("lstm", json.GetProperty("cell").GetString());
        Assert.Equal("many-to-many", json.GetProperty("topology").GetString());
    }

    [Fact]
    public void Run_FeatureVectors_AreReadAsTypedAndFromAFile()
    {
        using var sensor = new SensorPackage();
        var file = Path.Combine(sensor.Folder, "vectors.json");
        File.WriteAllText(file, "[[1, 2],\n [0.5, -1]]\n");
        var settings = new TraceSettings { Model = "sensor", Text = "[[1,2],[0.5,-1]]", ModelsFolder = sensor.Folder };

        var typed = Traces.Of(settings);

        Assert.Contains("t = 2\n", typed, StringComparison.Ordinal);
        Assert.DoesNotContain("label", typed, StringComparison.Ordinal);
        Assert.Equal(typed, Traces.Of(settings with { Text = $"@{file}" }));
    }

    [Theory]
    [InlineData("[[1,2],[3]]", "feature vector 2 has 1 values; model 'sensor' reads 2")]
    [InlineData("[null]", "feature vector 1 has 0 values; model 'sensor' reads 2")]
    [InlineData("[]", "there is no feature vector; model 'sensor' needs at least one")]
    [InlineData("null", "TEXT is null; it must be a JSON array of vectors, for instance [[0.1,0.2],[0.3,0.4]]")]
    [InlineData("[[1e99,0]]", "feature vector 1 has Infinity at position 1; every value must be a finite number")]
    [InlineData(
        "some words",
        "the model reads vectors, so TEXT must be a JSON array of vectors, for instance [[0.1,0.2],[0.3,0.4]], - for stdin or @FILE; "
        + "it is no such thing at line 1, byte 0")]
    public void Run_BadVectors_SaysWhatIsAllowed(string text, string message)
    {
        using var sensor = new SensorPackage();

        AssertFault(message, new TraceSettings { Model = "sensor", Text = text, ModelsFolder = sensor.Folder });
    }

    [Fact]
    public void Run_AskedForTheImpossible_SaysWhatIsAllowed()
    {
        var good = Traces.Review("good");

        AssertFault("there is no model 'nobody'; there are: worked-example", good with { Model = "nobody" });
        AssertFault("--models is 'nowhere', which is no folder; it must hold model packages", good with { ModelsFolder = "nowhere" });
        AssertFault("the token of step 2, 'film', is not among the 5 of model 'worked-example'", good with { Text = "good film" });
        AssertFault("the text has no token; model 'worked-example' needs at least one", good with { Text = "" });
        AssertFault("--steps is 0; it must be 1 to 2000", good with { Steps = 0 });
        AssertFault("--picture is 'a.png'; it must be a file that ends in .svg, or - for stdout", good with { Picture = "a.png" });
        AssertFault("--picture - and --json both write to stdout; give the picture a file", good with { Picture = "-", Json = true });
        AssertFault(
            "TEXT has more than 2000 steps; choose how many are read with --steps",
            good with { Text = string.Join(' ', Enumerable.Repeat("good", 2_001)) });
    }

    [Fact]
    public void Run_BrokenPackage_NamesItsFaults()
    {
        using var sensor = new SensorPackage();
        File.Delete(Path.Combine(sensor.Folder, "sensor", "weights.safetensors"));

        AssertFault(
            "model 'sensor' is broken: weights.safetensors: the file is missing",
            new TraceSettings { Model = "sensor", Text = "[[1,2]]", ModelsFolder = sensor.Folder });
    }

    private static void AssertFault(string message, TraceSettings settings) =>
        Assert.Equal(message, Assert.Throws<CommandException>(() => TraceRun.Run(settings, TextWriter.Null)).Message);
}
