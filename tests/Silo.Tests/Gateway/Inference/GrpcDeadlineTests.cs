using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using RnnCluster.Client;
using RnnCluster.Silo.Gateway.Inference.Grpc;

namespace RnnCluster.Silo.Tests.Gateway.Inference;

/// <summary>What the server does at a call's deadline: its caller here has none of its own.</summary>
public sealed class GrpcDeadlineTests
{
    private const int HeaderBytes = 5;
    // Of a model that never ends by itself, as a tune does.
    private const int ManyTokens = 50_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Infer_DeadlineExceeded_SaysSoAndLeavesNoSession()
    {
        await using var silo = await GatewaySilo.StartAsync(options => options.GrpcPort = 0);
        var request = new ModelInferRequest { ModelName = "chorales", Parameters = { ["generate"] = new InferParameter { Int64Param = ManyTokens } } };
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = silo.GrpcAddress };
        using var message = new HttpRequestMessage(HttpMethod.Post, "/inference.GRPCInferenceService/ModelInfer")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(Frame(request.ToByteArray())),
            Headers = { { "te", "trailers" }, { "grpc-timeout", "150m" } },
        };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");

        using var response = await http.SendAsync(message, Cancellation);
        await response.Content.ReadAsByteArrayAsync(Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var status = response.TrailingHeaders.Concat(response.Headers).First(header => header.Key == "grpc-status").Value.Single();
        Assert.Equal($"{(int)StatusCode.DeadlineExceeded}", status);
        await UntilNoSessionIsLeftAsync(silo.Services.GetRequiredService<RnnClient>());
    }

    /// <summary>A message as gRPC sends it: not compressed, its length, its bytes.</summary>
    private static byte[] Frame(byte[] message)
    {
        var frame = new byte[HeaderBytes + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, HeaderBytes);
        return frame;
    }

    private static async Task UntilNoSessionIsLeftAsync(RnnClient client)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while ((await client.ListSessionsAsync()).Count > 0)
        {
            await timer.WaitForNextTickAsync(Cancellation);
        }
    }
}
