using System.Diagnostics;
using System.Text.Json.Nodes;
using RnnCluster.Silo;

namespace RnnCluster.Cluster.Tests;

/// <summary>Each kind of model by HTTP, with curl and nothing else, against what <c>rnn infer</c> gives for the same frame in the same silo.</summary>
public sealed class CurlTests(CurlTests.HttpSilo silo) : IClassFixture<CurlTests.HttpSilo>
{
    private const string Script = """
        set -eu
        json='Content-Type: application/json'
        curl -sSf -H "$json" -d "{\"model\":\"$MODEL\",\"id\":\"curl\"}" "$API/v1/sessions" > /dev/null
        curl -sSf -H "$json" --data-binary @- "$API/v1/sessions/$MODEL/curl/frames"
        curl -sSf -X DELETE "$API/v1/sessions/$MODEL/curl"
        """;

    [Theory]
    [InlineData("sentiment")]
    [InlineData("tagger")]
    [InlineData("music")]
    [InlineData("chorales")]
    [InlineData("captions")]
    [InlineData("translate")]
    [InlineData("digits")]
    public async Task Frame_ByCurl_IsAnsweredAsByInfer(string model)
    {
        var frame = Frame(model);
        frame["session"] = "infer";
        var (code, lines, errors) = await RnnProcess.RunAsync(frame.ToJsonString(), "infer", model, "--connect", silo.Gateway);
        Assert.True(code == 0, errors);
        var expected = JsonNode.Parse(lines.Split('\n')[0])!;

        frame.Remove("session");
        var answer = JsonNode.Parse(await RunAsync(model, frame.ToJsonString()))!;

        Assert.NotEmpty(answer["outputs"]!.AsArray());
        Assert.True(JsonNode.DeepEquals(expected["outputs"], answer["outputs"]), $"infer: {expected}\ncurl: {answer}");
        Assert.Equal((string?)expected["text"], (string?)answer["text"]);
    }

    /// <summary>The first frame of the package's examples, or a generation.</summary>
    private static JsonObject Frame(string model)
    {
        var examples = Path.Combine(AppContext.BaseDirectory, "models", model, "examples.jsonl");
        return File.Exists(examples)
            ? JsonNode.Parse(File.ReadLines(examples).First())!.AsObject()
            : new JsonObject { ["generate"] = 40, ["seed"] = 7 };
    }

    private async Task<string> RunAsync(string model, string frame)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(Script);
        (start.Environment["API"], start.Environment["MODEL"], start.Environment["no_proxy"]) = (silo.Api, model, "127.0.0.1");
        using var bash = Process.Start(start)!;
        await bash.StandardInput.WriteAsync(frame);
        bash.StandardInput.Close();
        var output = bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = bash.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(bash.ExitCode == 0, $"{await errors}{await output}");
        return await output;
    }

    /// <summary>A silo with its gateway as a process.</summary>
    public sealed class HttpSilo : IAsyncLifetime
    {
        private RnnProcess _silo = null!;

        public string Api { get; private set; } = "";

        public string Gateway { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            var ports = LoopbackPorts.FindFree(3);
            (Api, Gateway) = ($"http://127.0.0.1:{ports[2]}", $"127.0.0.1:{ports[1]}");
            _silo = RnnProcess.Start(
                "silo", "--store", "memory", "--port", $"{ports[0]}", "--primary-port", $"{ports[0]}", "--gateway-port", $"{ports[1]}", "--http", $"{ports[2]}");
            await _silo.SayAsync("is ready");
        }

        public ValueTask DisposeAsync() => _silo.DisposeAsync();
    }
}
