namespace RnnCluster.Cluster.Tests;

/// <summary>The commands with an embedded silo, as a person or a script would call them.</summary>
public sealed class CommandTests
{
    [Fact]
    public async Task Infer_TextCutIntoLines_IsOneText()
    {
        var (code, output, errors) = await RnnProcess.RunAsync(
            "{\"session\":\"a\",\"text\":\"The ca\"}\n{\"session\":\"a\",\"text\":\"t sleeps\"}\n", "infer", "tagger");

        Assert.True(code == 0, errors);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.Contains("\"token\":\"The\",\"label\":\"DET\"", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"token\":\"cat\",\"label\":\"NOUN\"", lines[1], StringComparison.Ordinal);
        Assert.Contains("\"token\":\"sleeps\",\"label\":\"VERB\"", lines[2], StringComparison.Ordinal);
        Assert.EndsWith("\"end\":true}", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infer_BadLines_AreAnsweredAndTheOthersServed()
    {
        var (code, output, _) = await RnnProcess.RunAsync(
            """
            nonsense
            {"session":"a","colour":1}
            {"session":"a","ids":[1000000]}
            {"session":"no good","tokens":["x"]}
            {"session":"a","features":[[1.5]]}
            {"session":"a"}
            {"session":"a","tokens":["Yes"]}

            """,
            "infer",
            "tagger");

        Assert.Equal(1, code);
        Assert.Contains("""{"line":1,"error":{"code":"bad-line","message":"the line is no JSON object""", output, StringComparison.Ordinal);
        Assert.Contains("""{"line":2,"error":{"code":"bad-line","message":"colour is unknown""", output, StringComparison.Ordinal);
        Assert.Contains("""{"session":"a","sequence":0,"error":{"code":"token-id-out-of-range","message":"token id 1000000""", output, StringComparison.Ordinal);
        Assert.Contains("""{"line":4,"session":"no good","error":{"code":"bad-session-key","message":"session id 'no good'""", output, StringComparison.Ordinal);
        Assert.Contains("""{"session":"a","sequence":1,"error":{"code":"wrong-input","message":"the frame has features""", output, StringComparison.Ordinal);
        Assert.Contains("""{"line":6,"error":{"code":"bad-line","message":"the line has 0 of text""", output, StringComparison.Ordinal);
        Assert.Contains("""{"session":"a","sequence":2,"outputs":[{"token":"Yes",""", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infer_OutputThatCannotBeWritten_EndsWithTheReason()
    {
        var lines = string.Concat(Enumerable.Repeat("{\"session\":\"a\",\"tokens\":[\"x\"],\"scores\":true}\n", 5_000));

        var input = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(input, lines, TestContext.Current.CancellationToken);

            var (code, _, errors) = await RnnProcess.RunAsync(input: null, "infer", "tagger", "--in", input, "--out", "/dev/full");

            Assert.Equal(1, code);
            Assert.StartsWith("rnn: No space left on device", errors, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(input);
        }
    }

    [Fact]
    public async Task Eval_TaggedSentences_ShowsAccuracyBesideTheCards()
    {
        // Three of the four tags are those that the model gives; the fourth is made up.
        const string Sentences = "The\tDET\ncat\tNOUN\n\nShe\tPRON\nsleeps\tWRONG\n";

        var (code, output, errors) = await RnnProcess.RunAsync(Sentences, "eval", "tagger", "-", "--require", "0.75");

        Assert.True(code == 0, errors);
        Assert.StartsWith("UPOS accuracy  0.7500\ncases          2 (4 words)\ncard           0.93", output, StringComparison.Ordinal);
        Assert.Contains("2 cases in ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eval_MetricWorseThanRequired_Fails()
    {
        var (code, output, errors) = await RnnProcess.RunAsync(
            "The\tWRONG\ncat\tNOUN\n", "eval", "tagger", "-", "--require", "0.5001", "--json", "--every", "1", "--limit", "1");

        Assert.Equal(1, code);
        Assert.StartsWith("""{"model":"tagger","version":"1","metric":"UPOS accuracy","value":0.5,"cases":1,"counted":2,""", output, StringComparison.Ordinal);
        Assert.Contains("rnn: UPOS accuracy is 0.5; it must be 0.5001 or more", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rnn: there is no file 'nothing.tsv'", "eval", "tagger", "nothing.tsv")]
    [InlineData("rnn: - has no case to ask; there must be one or more", "eval", "tagger", "-")]
    [InlineData("rnn: --beams is 0; it must be 1 to 64", "eval", "tagger", "-", "--beams", "0")]
    [InlineData("--require is 'much'; it must be a number, such as 0.5", "eval", "tagger", "-", "--require", "much")]
    [InlineData("--every is 0; it must be 1 to 1000000000", "eval", "tagger", "-", "--every", "0")]
    [InlineData("rnn: --models is 'nowhere', which is no folder; it must hold model packages", "models", "--models", "nowhere")]
    [InlineData("--window is 0; it must be 1 to 4096", "infer", "tagger", "--window", "0")]
    [InlineData("--connect is 'here'; it must be host:port, for instance 127.0.0.1:30000", "models", "--connect", "here")]
    [InlineData("--connect is ''; it must be host:port, for instance 127.0.0.1:30000", "models", "--connect", "")]
    [InlineData("--seconds is 'abc'; it must be a whole number", "demo", "--seconds", "abc")]
    [InlineData("--seed is '-1'; it must be a whole number from 0 up", "generate", "music", "--seed=-1")]
    [InlineData("--temperature is '0,5'; it must be a number, such as 0.5", "generate", "music", "--temperature", "0,5")]
    [InlineData("rnn: --in is '.', which is a folder; it must be a file", "infer", "tagger", "--in", ".")]
    [InlineData("rnn: temperature is -1; it must be a number from 0 to 100", "generate", "music", "--temperature", "-1")]
    [InlineData("rnn: model 'tagger' does not generate", "generate", "tagger")]
    public async Task Command_AskedForTheImpossible_SaysWhatIsAllowed(string message, params string[] arguments)
    {
        var (code, output, errors) = await RnnProcess.RunAsync(input: "", arguments);

        Assert.Equal(1, code);
        Assert.Equal(message, (errors + "\n" + output).Split('\n').First(line => line.Length > 0));
    }

    [Theory]
    [InlineData("infer")]
    [InlineData("generate")]
    public async Task Command_UnknownModel_NamesThoseThatAreThere(string command)
    {
        var (code, _, errors) = await RnnProcess.RunAsync(input: "", command, "nobody");

        Assert.Equal(1, code);
        Assert.StartsWith("rnn: there is no model 'nobody'; there are: ", errors, StringComparison.Ordinal);
        Assert.Contains("music, ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_WithoutTerminal_WritesTunesAndASummary()
    {
        var folder = Directory.CreateTempSubdirectory("rnn-demo-");
        try
        {
            var (code, output, errors) = await RnnProcess.RunAsync(input: null, "demo", "--seconds", "5", "--sessions", "2", "--out", folder.FullName);

            Assert.True(code == 0, errors);
            Assert.Contains(" sessions on ", output, StringComparison.Ordinal);
            Assert.Equal(
                ["chorales-0000.json", "chorales-0000.mid", "music-0000.abc", "music-0000.mid", "music-0001.abc", "music-0001.mid"],
                folder.EnumerateFiles().Select(file => file.Name).Order(StringComparer.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
