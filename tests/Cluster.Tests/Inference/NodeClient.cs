using System.Diagnostics;
using System.Text.Json.Nodes;

namespace RnnCluster.Cluster.Tests.Inference;

/// <summary>A client of the inference protocol that is not ours: Node's gRPC library, made from the definition alone.</summary>
internal static class NodeClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static string Folder { get; } = Path.Combine(Repository(), "tests", "Node");

    /// <summary>Sends requests, one after the other or all on one stream.</summary>
    /// <param name="address">Address of the server.</param>
    /// <param name="isStream">Whether they go on one stream.</param>
    /// <param name="requests">The requests, in the form that <c>tests/Node/infer.js</c> describes.</param>
    /// <returns>The answers.</returns>
    public static Task<IReadOnlyList<JsonNode>> InferAsync(string address, bool isStream, params IEnumerable<JsonNode> requests) =>
        InferAsync(address, key: null, isStream, requests);

    /// <summary>The same with a key.</summary>
    public static async Task<IReadOnlyList<JsonNode>> InferAsync(string address, string? key, bool isStream, params IEnumerable<JsonNode> requests)
    {
        var answers = await RunAsync(address, new JsonObject { ["stream"] = isStream, ["requests"] = new JsonArray([.. requests]) }, key);
        return [.. answers.AsArray().Select(answer => answer!)];
    }

    /// <summary>Asks what the server and models are.</summary>
    public static Task<JsonNode> DescribeAsync(string address, params string[] models) =>
        RunAsync(address, new JsonObject { ["models"] = new JsonArray([.. models]) });

    private static async Task<JsonNode> RunAsync(string address, JsonNode input, string? key = null)
    {
        Assert.True(Directory.Exists(Path.Combine(Folder, "node_modules")), "the client has no libraries: npm ci --prefix tests/Node");
        var start = new ProcessStartInfo("node") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(Folder, "infer.js"));
        start.ArgumentList.Add(Path.Combine(Repository(), "src", "Silo", "Gateway", "Inference", "Grpc", "inference.proto"));
        start.ArgumentList.Add(address);
        if (key is not null)
        {
            start.ArgumentList.Add(key);
        }

        start.Environment["no_grpc_proxy"] = "127.0.0.1";
        using var node = Process.Start(start)!;
        try
        {
            await node.StandardInput.WriteAsync(input.ToJsonString());
            node.StandardInput.Close();
            var output = node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var errors = node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await node.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
            Assert.True(node.ExitCode == 0, await errors);
            return JsonNode.Parse(await output)!;
        }
        finally
        {
            if (!node.HasExited)
            {
                node.Kill();
            }
        }
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RnnCluster.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException($"no folder above {AppContext.BaseDirectory} holds the solution");
    }
}
