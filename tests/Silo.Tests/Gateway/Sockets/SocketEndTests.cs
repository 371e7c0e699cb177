using System.Net.WebSockets;
using Microsoft.Extensions.DependencyInjection;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Grains.Sessions;
using RnnCluster.Grains.Tests.Testing;
using RnnCluster.Silo.Gateway.Sockets;

namespace RnnCluster.Silo.Tests.Gateway.Sockets;

public sealed class SocketEndTests
{
    [Fact]
    public async Task Silo_ThatStops_SaysGoodbyeToItsSockets()
    {
        await using var host = new TinySilo();
        await host.InitializeAsync();
        await using var busy = await TestSocket.ConnectAsync(host);
        await using var idle = await TestSocket.ConnectAsync(host);
        await busy.OpenAsync(TinyModels.Endless, host.NewId());

        var stopping = host.StopAsync();

        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, await busy.ReadToCloseAsync());
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, await idle.ReadToCloseAsync());
        await Task.WhenAll(busy.CloseAsync(), idle.CloseAsync());
        await stopping;
    }

    [Fact]
    public async Task Client_ThatDoesNotRead_IsClosedAndDisturbsNobody()
    {
        await using var host = new TinySilo(services => services.Configure<RnnSocketOptions>(options =>
            (options.WaitingLimitBytes, options.SendWaitMs, options.CloseWaitMs) = (64 << 10, 500, 500)));
        await host.InitializeAsync();
        await using var lazy = await TestSocket.ConnectAsync(host);
        await using var quick = await TestSocket.ConnectAsync(host);
        var id = host.NewId();
        await lazy.OpenAsync(TinyModels.Tagger, host.NewId());
        await quick.OpenAsync(TinyModels.Tagger, id);
        var frame = "{\"ids\":[" + string.Join(',', Enumerable.Repeat(1, 8_000)) + "],\"scores\":true,\"session\":\"g1\"}";

        // More than all buffers between the two hold; the gateway reads no more of them than it has room for.
        var sending = Task.Run(async () =>
        {
            while (true)
            {
                await lazy.SendAsync(frame);
            }
        }, TestContext.Current.CancellationToken);
        for (var round = 0; !sending.IsCompleted; round++)
        {
            await quick.SendAsync($$"""{"session":"{{id}}","sequence":{{round}},"ids":[1]}""");
            Assert.Equal(round, (long)(await quick.ReadAsync())["sequence"]!);
        }

        await Assert.ThrowsAsync<WebSocketException>(() => sending);
    }

    [Fact]
    public async Task Session_PutAwayAndThenWithoutRoom_SaysBothAndWakesWhenThereIsRoom()
    {
        await using var host = new TinySilo(services => services.Configure<SessionOptions>(options =>
            (options.SessionsLimit, options.IdleSeconds) = (1, 1)));
        await host.InitializeAsync();
        await using var socket = await TestSocket.ConnectAsync(host);
        await socket.OpenAsync(TinyModels.Tagger, "a");
        await socket.SendAsync("""{"session":"a","ids":[1]}""");
        await socket.ReadAsync();
        Assert.Equal("pagedOut", (string)(await socket.ReadAsync())["notice"]!["kind"]!);
        await using var busy = await host.Client.OpenAsync(TinyModels.Endless, "b", cancellation: TestContext.Current.CancellationToken);
        await busy.SendAsync(null, generation: new GenerationRequest { Tokens = 100_000, PartTokens = 1 }, cancellation: TestContext.Current.CancellationToken);

        await socket.SendAsync("""{"session":"a","ids":[1]}""");
        var notice = (await socket.ReadAsync())["notice"]!;
        await busy.CloseAsync();

        Assert.Equal(("refused", 1), ((string)notice["kind"]!, (long)notice["next"]!));
        Assert.Contains("it wakes on a frame that comes when there is room", (string)notice["message"]!, StringComparison.Ordinal);
        Assert.Equal(1, (long)(await socket.ReadAsync())["sequence"]!);
    }

    [Fact]
    public async Task Sessions_MoreThanASocketMayHave_AreRefused()
    {
        await using var host = new TinySilo(services => services.Configure<RnnSocketOptions>(options => options.SessionsLimit = 2));
        await host.InitializeAsync();
        await using var socket = await TestSocket.ConnectAsync(host);
        await socket.OpenAsync(TinyModels.Tagger, "a");
        await socket.OpenAsync(TinyModels.Tagger, "b");

        await socket.SendAsync("""{"open":{"model":"tagger","session":"c"}}""");

        Assert.Equal(ErrorCodes.TooManySessions, await socket.ReadErrorAsync());
        await socket.SendAsync("""{"leave":{"session":"a"}}""");
        Assert.Equal(0, (long)(await socket.OpenAsync(TinyModels.Tagger, "c"))["next"]!);
    }
}
