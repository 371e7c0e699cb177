using RnnCluster.Abstractions.Frames;
using RnnCluster.Silo;
using RnnCluster.Silo.Gateway.Access;

namespace RnnCluster.Cluster.Tests.Inference;

/// <summary>Keys, by gRPC.</summary>
public sealed class InferenceAccessTests
{
    private const int PermissionDenied = 7;
    private const int ResourceExhausted = 8;
    private const int InvalidArgument = 3;
    private const int Unauthenticated = 16;

    [Fact]
    public async Task Infer_WithKeys_SeesItsOwnSequencesWithinItsBounds()
    {
        var keys = Path.Combine(Path.GetTempPath(), $"rnn-keys-{Guid.NewGuid():N}.json");
        var (acme, globex, reader, narrow) = (ApiKey.NewText(), ApiKey.NewText(), ApiKey.NewText(), ApiKey.NewText());
        ApiKeyFile.Write(keys,
        [
            Key("acme", acme, GatewayScopes.Infer), Key("globex", globex, GatewayScopes.Infer), Key("reader", reader, GatewayScopes.Models),
            Key("narrow", narrow, GatewayScopes.Infer) with { Limits = new KeyLimits { FrameBytes = 64 } },
        ]);
        try
        {
            var ports = LoopbackPorts.FindFree(4);
            await using var silo = RnnProcess.Start(
                "silo", "--store", "memory", "--primary-port", $"{ports[0]}", "--port", $"{ports[0]}", "--gateway-port", $"{ports[1]}",
                "--http", $"{ports[2]}", "--grpc", $"{ports[3]}", "--keys", keys);
            await silo.SayAsync("is ready");
            var address = $"127.0.0.1:{ports[3]}";

            Assert.Null(await InferAsync(address, acme, isStart: true));
            Assert.Null(await InferAsync(address, acme, isStart: false));
            Assert.Equal(InvalidArgument, await InferAsync(address, globex, isStart: false));
            Assert.Equal(PermissionDenied, await InferAsync(address, reader, isStart: true));
            Assert.Equal(ResourceExhausted, await InferAsync(address, narrow, isStart: true));
            Assert.Equal(Unauthenticated, await InferAsync(address, key: null, isStart: true));
            Assert.Equal(Unauthenticated, await InferAsync(address, "rnn_0123", isStart: true));
        }
        finally
        {
            File.Delete(keys);
        }
    }

    private static async Task<int?> InferAsync(string address, string? key, bool isStart)
    {
        var request = new Frames("sentiment", new TextInput("a fine film , and a long one")).ToRequest(
            isRaw: true, ("sequence_id", "one"), ("sequence_start", isStart));
        return (int?)(await NodeClient.InferAsync(address, key, isStream: false, request)).Single()["code"];
    }

    private static ApiKey Key(string name, string text, string scope) =>
        new() { Name = name, Tenant = name, Hash = ApiKey.HashOf(text), Scopes = [scope] };
}
