using System.Formats.Cbor;
using System.Net.WebSockets;
using System.Runtime.InteropServices;
using RnnCluster.Grains.Tests.Testing;
using RnnCluster.Silo.Gateway.Errors;
using RnnCluster.Silo.Gateway.Sockets.Messages;

namespace RnnCluster.Silo.Tests.Gateway.Sockets;

public sealed class BinarySocketTests(TinySilo host) : SocketTests(host, TestSocket.Binary)
{
    private readonly TinySilo _host = host;

    [Fact]
    public void Keys_OfTheDocumentation_AreThoseOfTheMessages() => Assert.Equal(
        CborText.Keys.OrderBy(each => each.Value).Select(each => (each.Key, each.Value)),
        Enum.GetValues<MessageKey>().Select(key => (MessageKeys.NameOf(key).ToString(), (int)key)));

    [Fact]
    public async Task Messages_ByteByByte_AreAsDocumented()
    {
        await using var socket = await TestSocket.ConnectAsync(_host, TestSocket.Binary);
        await socket.OpenAsync(TinyModels.Tagger, "ann");

        // {0: "ann", 1: 0, 4: ["the"]}
        await socket.SendAsync(Convert.FromHexString("A3" + "0063616E6E" + "0100" + "048163746865"), WebSocketMessageType.Binary);

        // {_ 0: "ann", 1: 0, 10: 0, 11: true, 12: [{_ 14: "the", 15: …
        var answer = Convert.ToHexString(await socket.ReadBytesAsync());
        Assert.StartsWith("BF" + "0063616E6E" + "0100" + "0A00" + "0BF5" + "0C81" + "BF" + "0E63746865" + "0F", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Features_AsTypedArraysAndAsNumbers_AreTheSame()
    {
        float[][] features = [[0.5f, -1.25f, 3], [1e-3f, 0.1f, 7]];
        await using var socket = await TestSocket.ConnectAsync(_host, TestSocket.Binary);
        var (typed, plain) = (_host.NewId(), _host.NewId());
        await socket.OpenAsync(TinyModels.Sensor, typed);
        await socket.OpenAsync(TinyModels.Sensor, plain);

        await socket.SendAsync(FeaturesOf(typed, features), WebSocketMessageType.Binary);
        await socket.SendAsync($$"""{"session":"{{plain}}","features":[[0.5,-1.25,3],[0.0010000000474974513,0.10000000149011612,7]],"scores":true}""");

        var answers = new[] { await socket.ReadAsync(), await socket.ReadAsync() }.ToDictionary(each => (string)each["session"]!);
        Assert.Null(answers[typed]["error"]);
        Assert.Equal(2, answers[typed]["outputs"]!.AsArray().Count);
        Assert.Equal(answers[plain]["outputs"]!.ToJsonString(), answers[typed]["outputs"]!.ToJsonString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("A0")]
    [InlineData("80")]
    [InlineData("00")]
    [InlineData("FF")]
    [InlineData("BF")]
    [InlineData("A1")]
    [InlineData("A100")]
    [InlineData("A10061")]
    [InlineData("A1006161FF")]
    [InlineData("A100616100")]
    [InlineData("A200616100616B")]
    [InlineData("A1006161F6")]
    [InlineData("A10061FF")]
    [InlineData("A1617861")]
    [InlineData("A2006161186301")]
    [InlineData("A20061612000")]
    [InlineData("A20061611BFFFFFFFFFFFFFFFF01")]
    [InlineData("A2006161051BFFFFFFFFFFFFFFFF")]
    [InlineData("A200616105811BFFFFFFFFFFFFFFFF")]
    [InlineData("A20061610581FB3FF8000000000000")]
    [InlineData("A2006161049BFFFFFFFFFFFFFFFF6161")]
    [InlineData("A2006161049B7FFFFFFFFFFFFFFF6161")]
    [InlineData("A2006161067BFFFFFFFFFFFFFFFF")]
    [InlineData("A20061610681D8544400000000")]
    [InlineData("A20061610681D85543000000")]
    [InlineData("A20061610681D85501")]
    [InlineData("A200616118226161")]
    [InlineData("A11818A0")]
    [InlineData("A11818A1181E01")]
    [InlineData("A11818A2181E667461676765721821666F6E6C696E65")]
    [InlineData("A1181AA2181E6674616767657200616101")]
    public async Task Message_ThatIsNone_IsRefusedAndTheSocketGoesOn(string hex)
    {
        await using var socket = await TestSocket.ConnectAsync(_host, TestSocket.Binary);
        var id = _host.NewId();
        await socket.OpenAsync(TinyModels.Tagger, id);

        await socket.SendAsync(Convert.FromHexString(hex), WebSocketMessageType.Binary);

        Assert.Equal(GatewayCodes.BadFrame, await socket.ReadErrorAsync());
        await socket.SendAsync($$"""{"session":"{{id}}","sequence":0,"ids":[1]}""");
        Assert.Equal(0, (long)(await socket.ReadAsync())["sequence"]!);
    }

    [Fact]
    public async Task Message_Nested_IsRefused()
    {
        await using var socket = await TestSocket.ConnectAsync(_host, TestSocket.Binary);
        var message = new byte[100_000];
        Array.Fill(message, (byte)0x81);

        await socket.SendAsync(message, WebSocketMessageType.Binary);
        await socket.SendAsync([0xA1, 0x04, .. message], WebSocketMessageType.Binary);

        Assert.Equal(GatewayCodes.BadFrame, await socket.ReadErrorAsync());
        Assert.Equal(GatewayCodes.BadFrame, await socket.ReadErrorAsync());
    }

    [Fact]
    public void Messages_AtRandom_AreReadOrRefused()
    {
        var random = new Random(20_26);
        var whole = CborText.Write("""
            {"session":"s","sequence":0,"tokens":["the","cat"],"scores":true,"end":false,"answeredThrough":-1,"temperature":0.5,"generate":3}
            """);
        var refused = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var message = (byte[])whole.Clone();
            for (var left = random.Next(1, 8); left > 0; left--)
            {
                message[random.Next(message.Length)] = (byte)random.Next(256);
            }

            try
            {
                SocketForm.Binary.Read(message.AsMemory(0, random.Next(message.Length) + 1));
            }
            catch (FormatException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 10_000, 20_000);
    }

    private static byte[] FeaturesOf(string session, float[][] features)
    {
        var cbor = new CborWriter();
        cbor.WriteStartMap(3);
        cbor.WriteInt32(CborText.Keys["session"]);
        cbor.WriteTextString(session);
        cbor.WriteInt32(CborText.Keys["features"]);
        cbor.WriteStartArray(features.Length);
        foreach (var vector in features)
        {
            cbor.WriteTag((CborTag)85);
            cbor.WriteByteString(MemoryMarshal.AsBytes<float>(vector));
        }

        cbor.WriteEndArray();
        cbor.WriteInt32(CborText.Keys["scores"]);
        cbor.WriteBoolean(true);
        cbor.WriteEndMap();
        return cbor.Encode();
    }
}
