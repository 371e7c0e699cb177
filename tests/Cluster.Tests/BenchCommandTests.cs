using System.Text.Json;

namespace RnnCluster.Cluster.Tests;

/// <summary><c>rnn bench</c> with an embedded silo, as a person would call it.</summary>
public sealed class BenchCommandTests
{
    private static readonly byte[] PngSignature = [0x89, (byte)'P', (byte)'N', (byte)'G'];

    [Fact]
    public async Task Bench_ClosedLoop_GivesAResultWhoseCountsAddUp()
    {
        var (code, output, errors) = await RnnProcess.RunAsync(
            input: null, "bench", "tagger", "--sessions", "20", "--seconds", "1", "--warmup", "0", "--json", "-");

        Assert.True(code == 0, errors);
        using var json = JsonDocument.Parse(output);
        var result = json.RootElement;
        AssertAddsUp(result);
        Assert.Equal(20, result.GetProperty("settings").GetProperty("sessions").GetInt32());
        Assert.True(result.GetProperty("framesPerSecond").GetDouble() > 0, output);
        Assert.Equal(result.GetProperty("framesPerSecond").GetDouble(), result.GetProperty("tokensPerSecond").GetDouble());
        Assert.True(result.GetProperty("cpuSeconds").GetDouble() > 0, output);
        Assert.Contains("sessions   20\n", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bench_OpenLoop_OffersItsRateAndDrawsTheLatencies()
    {
        var plot = Path.GetTempFileName();
        try
        {
            var (code, output, errors) = await RnnProcess.RunAsync(
                input: null, "bench", "tagger", "--sessions", "20", "--seconds", "1", "--warmup", "1", "--rate", "200", "--tokens", "3",
                "--json", "-", "--plot", plot);

            Assert.True(code == 0, errors);
            using var json = JsonDocument.Parse(output);
            AssertAddsUp(json.RootElement);
            Assert.Equal(200, json.RootElement.GetProperty("frames").GetInt64());
            Assert.True(json.RootElement.TryGetProperty("sendDelayMs", out _), output);
            Assert.Equal(PngSignature, (await File.ReadAllBytesAsync(plot, TestContext.Current.CancellationToken))[..4]);
        }
        finally
        {
            File.Delete(plot);
        }
    }

    [Theory]
    [InlineData("rnn: --rate and --window exclude each other", "bench", "tagger", "--rate", "100", "--window", "2")]
    [InlineData("rnn: --rate is 0; it must be 0.001 to 10000000", "bench", "tagger", "--rate", "0")]
    [InlineData("--sessions is 0; it must be 1 to 1000000", "bench", "tagger", "--sessions", "0")]
    [InlineData("rnn: --json and --plot are both '-'", "bench", "tagger", "--json", "-", "--plot", "-")]
    [InlineData("rnn: --plot is '.', which is a folder; it must be a file", "bench", "tagger", "--plot", ".")]
    public async Task Bench_AskedForTheImpossible_SaysWhatIsAllowed(string message, params string[] arguments)
    {
        var (code, output, errors) = await RnnProcess.RunAsync(input: null, arguments);

        Assert.Equal(1, code);
        Assert.StartsWith(message, (errors + output).TrimStart(), StringComparison.Ordinal);
    }

    private static void AssertAddsUp(JsonElement result)
    {
        long Count(string name) => result.GetProperty(name).GetInt64();

        Assert.True(Count("frames") > 0);
        Assert.Equal(Count("frames"), Count("answered") + Count("refused") + Count("unanswered"));
        Assert.Equal((0, 0, 0), (Count("refused"), Count("unanswered"), Count("warmUpErrors")));
        Assert.Empty(result.GetProperty("errors").EnumerateObject());
        Assert.Empty(result.GetProperty("lostSessions").EnumerateObject());
        var latency = result.GetProperty("latencyMs");
        Assert.Equal(Count("answered"), latency.GetProperty("count").GetInt64());
        Assert.Equal(Count("answered"), latency.GetProperty("percentiles").EnumerateArray().Last().GetProperty("frames").GetInt64());
        Assert.True(latency.GetProperty("p50").GetDouble() <= latency.GetProperty("max").GetDouble());
    }
}
