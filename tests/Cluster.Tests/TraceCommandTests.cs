using System.Text.Json;

namespace RnnCluster.Cluster.Tests;

/// <summary><c>rnn trace</c> as a person or a script would call it.</summary>
public sealed class TraceCommandTests
{
    private const string Review = "movie was not good";

    private static string Docs => Path.Combine(Root(), "docs");

    [Fact]
    public async Task Trace_Scores_AreThoseOfALiveSession()
    {
        var (code, traced, errors) = await RnnProcess.RunAsync(input: null, "trace", "worked-example", Review, "--models", Docs, "--json");
        Assert.True(code == 0, errors);
        (code, var served, errors) = await RnnProcess.RunAsync(
            $$"""{"session":"a","text":"{{Review}}","end":true}""", "infer", "worked-example", "--models", Docs);
        Assert.True(code == 0, errors);

        var steps = JsonDocument.Parse(traced).RootElement.GetProperty("steps").EnumerateArray()
            .Select(step => (step.GetProperty("token").GetString(), step.GetProperty("scores")[0].GetSingle())).ToList();
        var outputs = JsonDocument.Parse(served).RootElement.GetProperty("outputs").EnumerateArray()
            .Select(output => (output.GetProperty("token").GetString(), output.GetProperty("probabilities")[0].GetSingle())).ToList();
        Assert.Equal(4, steps.Count);
        Assert.Equal(outputs.Select(output => output.Item1), steps.Select(step => step.Item1));
        Assert.All(outputs.Zip(steps), pair => Assert.Equal(pair.First.Item2, pair.Second.Item2, 1e-6f));
    }

    [Fact]
    public async Task Trace_StandardInputAndPicture_AreReadAndWritten()
    {
        var folder = Directory.CreateTempSubdirectory("rnn-trace-");
        try
        {
            var picture = Path.Combine(folder.FullName, "state.svg");

            var (code, output, errors) = await RnnProcess.RunAsync(Review, "trace", "worked-example", "-", "--models", Docs, "--picture", picture);

            Assert.True(code == 0, errors);
            Assert.Contains("t = 4  good\n", output, StringComparison.Ordinal);
            Assert.StartsWith("<svg ", await File.ReadAllTextAsync(picture, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // To the library that reads the command line, @ at the beginning of an argument would be the name of a file.
    [Fact]
    public async Task Trace_TextThatBeginsWithAt_IsText()
    {
        var (code, output, errors) = await RnnProcess.RunAsync(input: null, "trace", "tagger", "@home tonight", "--units", "1");

        Assert.True(code == 0, errors);
        Assert.Contains("t = 1  @", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rnn: there is no model 'nobody'; there are: catdog, digits, music, tagger", "nobody", "x")]
    [InlineData("rnn: --models is 'nowhere', which is no folder; it must hold model packages", "tagger", "x", "--models", "nowhere")]
    [InlineData("--units is 'few'; it must be a whole number from 1 up, or all", "tagger", "x", "--units", "few")]
    [InlineData("--units is '0'; it must be a whole number from 1 up, or all", "tagger", "x", "--units", "0")]
    [InlineData("--steps is '0.5'; it must be a whole number", "tagger", "x", "--steps", "0.5")]
    [InlineData("rnn: --picture is 'x.png'; it must be a file that ends in .svg, or - for stdout", "tagger", "x", "--picture", "x.png")]
    [InlineData("rnn: the text has no token; model 'tagger' needs at least one", "tagger", "")]
    public async Task Trace_AskedForTheImpossible_SaysWhatIsAllowed(string message, params string[] arguments)
    {
        var (code, output, errors) = await RnnProcess.RunAsync(input: "", ["trace", .. arguments]);

        Assert.Equal(1, code);
        Assert.Equal(message, (errors + "\n" + output).Split('\n').First(line => line.Length > 0));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "RnnCluster.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
