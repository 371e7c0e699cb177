using System.Net;
using System.Text;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Cli.Connection;
using RnnCluster.Client.Sessions;

namespace RnnCluster.Cluster.Tests;

/// <summary><c>rnn session</c> against a running cluster.</summary>
public sealed class SessionCommandTests(SiloProcesses silos) : IClassFixture<SiloProcesses>
{
    private const string Model = "music";
    private const int Tokens = 24;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Session_ThatComposes_IsListedCopiedRewoundAndClosed()
    {
        IPEndPoint[] gateways = [.. silos.Gateways.Split(',').Select(IPEndPoint.Parse)];
        await using var connection = await ClusterConnection.OpenAsync(gateways, modelsFolder: "", configure: null, Cancellation);
        await using var original = await connection.Client.OpenAsync(Model, "original", seed: 7, cancellation: Cancellation);
        var start = await ComposeAsync(original);
        Assert.Contains("music/original 127.0.0.1:", await RunAsync("list"), StringComparison.Ordinal);
        Assert.StartsWith("music/original version 1, next frame 1, ", await RunAsync("show", "music/original"), StringComparison.Ordinal);

        await RunAsync("snapshot", "music/original", "before");
        Assert.StartsWith("music/copy version 1, next frame 0, ", await RunAsync("fork", "music/original", "copy"), StringComparison.Ordinal);
        var file = Path.GetTempFileName();
        try
        {
            await RunAsync("export", "music/original", "--out", file);
            var imported = await RunAsync("import", "music/imported", "--in", file, "--continue");
            Assert.StartsWith("music/imported version 1, next frame 1, ", imported, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }

        var next = await ComposeAsync(original);
        Assert.Contains("snapshot before", await RunAsync("show", "music/original"), StringComparison.Ordinal);
        await RunAsync("rewind", "music/original", "before");
        Assert.NotEqual(start, next);
        Assert.Equal(next, await ComposeAsync(original));
        foreach (var id in new[] { "copy", "imported" })
        {
            await using var other = await connection.Client.OpenAsync(Model, id, cancellation: Cancellation);
            Assert.Equal(next, await ComposeAsync(other));
        }

        var place = await RunAsync("move", "music/original");
        Assert.StartsWith("music/original 127.0.0.1:", place, StringComparison.Ordinal);
        Assert.Contains(place, await RunAsync("list"), StringComparison.Ordinal);
        var last = await ComposeAsync(original);
        await using var unmoved = await connection.Client.OpenAsync(Model, "copy", cancellation: Cancellation);
        Assert.Equal(last, await ComposeAsync(unmoved));

        await RunAsync("close", "music/original");
        var (code, _, errors) = await RnnProcess.RunAsync(input: null, "session", "show", "music/original", "--connect", silos.Gateways);
        Assert.Equal((1, "rnn: there is no session music/original; open it, or look at its id"), (code, errors));
    }

    [Theory]
    [InlineData("rnn: sessions live in a running cluster; name it with --connect host:port", "list")]
    [InlineData("rnn: sessions live in a running cluster; name it with --connect host:port", "show", "tagger/s")]
    public async Task Session_WithoutCluster_SaysThatItNeedsOne(string message, params string[] arguments)
    {
        var (code, output, errors) = await RnnProcess.RunAsync(input: null, ["session", .. arguments]);

        Assert.Equal((1, "", message), (code, output, errors));
    }

    private async Task<string> RunAsync(params string[] arguments)
    {
        var (code, output, errors) = await RnnProcess.RunAsync(input: null, ["session", .. arguments, "--connect", silos.Gateways]);
        Assert.True(code == 0, errors);
        return output;
    }

    /// <summary>Lets a session go on with its tune.</summary>
    private static async Task<string> ComposeAsync(RnnSession session)
    {
        var tune = new StringBuilder();
        await foreach (var part in session.GenerateAsync(new GenerationRequest { Tokens = Tokens }, cancellation: Cancellation))
        {
            Assert.Null(part.Error);
            tune.AppendJoin(' ', part.Outputs.Select(output => output.Token));
        }

        return tune.ToString();
    }
}
