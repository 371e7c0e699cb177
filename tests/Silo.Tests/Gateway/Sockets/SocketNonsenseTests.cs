using System.Net.WebSockets;
using System.Text;
using RnnCluster.Grains.Tests.Testing;
using RnnCluster.Silo.Gateway.Errors;
using RnnCluster.Silo.Gateway.Hosting;

namespace RnnCluster.Silo.Tests.Gateway.Sockets;

public sealed class SocketNonsenseTests(TinySilo host) : IClassFixture<TinySilo>
{
    private const string Frame = """{"session":"s","sequence":0,"tokens":["the","cat"],"scores":true,"end":false,"answeredThrough":-1}""";

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("42")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"session":null,"ids":[1]}""")]
    [InlineData("""{"open":1}""")]
    [InlineData("""{"open":{}}""")]
    [InlineData("""{"open":{"model":"tagger","unknown":1}}""")]
    [InlineData("""{"open":{"model":"tagger","durability":"always"}}""")]
    [InlineData("""{"open":{"model":"tagger","durability":1}}""")]
    [InlineData("""{"open":{"model":"tagger","seed":-1}}""")]
    [InlineData("""{"open":{"model":"tagger"},"session":"s"}""")]
    [InlineData("""{"resume":{"model":"tagger","session":"s"}}""")]
    [InlineData("""{"resume":{"model":"tagger","session":"s","answeredThrough":9223372036854775807}}""")]
    [InlineData("""{"session":"OPEN","ids":[1],"text":"a"}""")]
    [InlineData("""{"session":"OPEN","ids":[1.5]}""")]
    [InlineData("""{"session":"OPEN","ids":[1],"partTokens":3}""")]
    [InlineData("""{"session":"OPEN","ids":[1],"temperature":3}""")]
    [InlineData("""{"session":"OPEN","ids":[1],"sequence":"0"}""")]
    [InlineData("""{"session":"OPEN","ids":[1]} x""")]
    public async Task Message_ThatIsNone_IsRefusedAndTheSocketGoesOn(string text)
    {
        await using var socket = await TestSocket.ConnectAsync(host);
        var id = host.NewId();
        await socket.OpenAsync(TinyModels.Tagger, id);

        await socket.SendAsync(text.Replace("OPEN", id, StringComparison.Ordinal));

        Assert.Equal(GatewayCodes.BadFrame, await socket.ReadErrorAsync());
        await socket.SendAsync($$"""{"session":"{{id}}","sequence":0,"ids":[1]}""");
        Assert.Equal(0, (long)(await socket.ReadAsync())["sequence"]!);
    }

    [Fact]
    public async Task Message_Nested_IsRefused()
    {
        await using var socket = await TestSocket.ConnectAsync(host);

        await socket.SendAsync(new string('[', 100_000));

        Assert.Equal(GatewayCodes.BadFrame, await socket.ReadErrorAsync());
    }

    [Fact]
    public async Task Message_ThatCannotBeRead_EndsTheSocketWithACode()
    {
        Assert.Equal(WebSocketCloseStatus.InvalidMessageType, await CloseOfAsync([1, 2, 3], WebSocketMessageType.Binary));
        Assert.Equal(WebSocketCloseStatus.InvalidMessageType, await CloseOfAsync("{}"u8.ToArray(), WebSocketMessageType.Text, TestSocket.Binary));
        Assert.Equal(WebSocketCloseStatus.InvalidPayloadData, await CloseOfAsync([0x22, 0xFF, 0x22], WebSocketMessageType.Text));
        var limit = new RnnGatewayOptions().BodyLimitBytes;
        Assert.Equal(WebSocketCloseStatus.MessageTooBig, await CloseOfAsync(new byte[limit + 1], WebSocketMessageType.Text));
    }

    [Fact]
    public async Task Message_AsLongAsItMayBe_IsRead()
    {
        await using var socket = await TestSocket.ConnectAsync(host);
        var id = host.NewId();
        await socket.OpenAsync(TinyModels.Tagger, id);
        var frame = $$"""{"session":"{{id}}","ids":[1]}""";

        await socket.SendAsync(frame.PadRight(new RnnGatewayOptions().BodyLimitBytes));

        Assert.Equal(0, (long)(await socket.ReadAsync())["sequence"]!);
    }

    [Fact]
    public async Task Messages_AtRandom_DisturbNobody()
    {
        await using var quiet = await TestSocket.ConnectAsync(host);
        var id = host.NewId();
        await quiet.OpenAsync(TinyModels.Tagger, id);
        var random = new Random(20_26);
        for (var round = 0; round < 200; round++)
        {
            await using var socket = await TestSocket.ConnectAsync(host);
            var text = Encoding.UTF8.GetBytes(Frame);
            for (var left = random.Next(1, 8); left > 0; left--)
            {
                text[random.Next(text.Length)] = (byte)random.Next(0x20, 0x7F);
            }

            await socket.SendAsync(text, WebSocketMessageType.Text);

            // No session of that name is there: whatever it is, it is refused.
            Assert.NotEmpty(await socket.ReadErrorAsync());
            await quiet.SendAsync($$"""{"session":"{{id}}","sequence":{{round}},"ids":[1]}""");
            Assert.Equal(round, (long)(await quiet.ReadAsync())["sequence"]!);
        }
    }

    private async Task<WebSocketCloseStatus?> CloseOfAsync(byte[] message, WebSocketMessageType type, string protocol = TestSocket.Json)
    {
        await using var socket = await TestSocket.ConnectAsync(host, protocol);
        await socket.SendAsync(message, type);
        return await socket.ReadToCloseAsync();
    }
}
