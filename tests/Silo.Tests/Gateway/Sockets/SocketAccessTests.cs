using System.Diagnostics;
using System.Net.WebSockets;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Silo.Gateway.Access;
using RnnCluster.Silo.Gateway.Errors;
using RnnCluster.Silo.Tests.Gateway.Access;

namespace RnnCluster.Silo.Tests.Gateway.Sockets;

public sealed class SocketAccessTests(KeyedSilo keyed) : IClassFixture<KeyedSilo>
{
    [Fact]
    public async Task Socket_WithoutAKeyOrWithAWrongOne_IsRefused()
    {
        var missing = await Assert.ThrowsAsync<WebSocketException>(() => TestSocket.ConnectAsync(keyed.Silo.Address, TestSocket.Json));
        var wrong = await Assert.ThrowsAsync<WebSocketException>(() =>
            TestSocket.ConnectAsync(keyed.Silo.Address, TestSocket.Json, "bearer." + ApiKey.NewText()));

        Assert.Contains("401", missing.Message, StringComparison.Ordinal);
        Assert.Contains("401", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TestSocket.Json)]
    [InlineData(TestSocket.Binary)]
    public async Task Session_OfAnotherTenant_IsNotReached(string protocol)
    {
        var name = $"shared-{protocol}";
        await using var acme = await ConnectAsync(keyed.Acme, protocol);
        await using var globex = await ConnectAsync(keyed.Globex, protocol);
        await acme.OpenAsync("tagger", name);
        await acme.SendAsync($$"""{"session":"{{name}}","tokens":["The"],"end":true}""");
        await acme.ReadAsync();

        foreach (var id in new[] { name, $"acme:{name}", $"globex:acme:{name}" })
        {
            await globex.SendAsync($$"""{"resume":{"model":"tagger","session":"{{id}}","answeredThrough":-1} }""");
            Assert.Equal(ErrorCodes.UnknownSession, await globex.ReadErrorAsync());
        }

        Assert.Equal(0, (long)(await globex.OpenAsync("tagger", name))["next"]!);
        await acme.SendAsync($$"""{"session":"{{name}}","sequence":1,"tokens":["The"]}""");
        Assert.Equal(1, (long)(await acme.ReadAsync())["sequence"]!);
    }

    [Fact]
    public async Task Key_WithNarrowBounds_IsHeldToThem()
    {
        await using var socket = await ConnectAsync(keyed.Narrow);
        var second = await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(keyed.Narrow));
        Assert.Contains("429", second.Message, StringComparison.Ordinal);

        await socket.OpenAsync("tagger", "one");
        await socket.SendAsync("""{"open":{"model":"tagger","session":"two"}}""");
        Assert.Equal(ErrorCodes.TooManySessions, await socket.ReadErrorAsync());
        await socket.SendAsync($$"""{"session":"one","text":"{{new string('x', 200)}}"}""");
        Assert.Equal(GatewayCodes.BadFrame, await socket.ReadErrorAsync());

        // One frame a second: the others are taken, but later.
        var started = Stopwatch.GetTimestamp();
        for (var frame = 0; frame < 3; frame++)
        {
            await socket.SendAsync($$"""{"session":"one","sequence":{{frame}},"tokens":["The"]}""");
        }

        for (var frame = 0; frame < 3; frame++)
        {
            Assert.Equal(frame, (long)(await socket.ReadAsync())["sequence"]!);
        }

        Assert.True(Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(1), "three frames of a key that may send one a second came at once");
    }

    private Task<TestSocket> ConnectAsync(HttpClient tenant, string protocol = TestSocket.Json) => TestSocket.ConnectAsync(
        keyed.Silo.Address, protocol, "bearer." + tenant.DefaultRequestHeaders.Authorization!.Parameter);
}
