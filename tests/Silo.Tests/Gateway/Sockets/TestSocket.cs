using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace RnnCluster.Silo.Tests.Gateway.Sockets;

/// <summary>A client's end of a socket: JSON text, which a socket of the binary form puts into CBOR and back.</summary>
internal sealed class TestSocket : IAsyncDisposable
{
    /// <summary>The subprotocols, as they are documented.</summary>
    public const string Json = "rnn.v1";

    public const string Binary = "rnn.v1.binary";

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[64 << 10];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Why the gateway closed it.</summary>
    public WebSocketCloseStatus? Status => _socket.CloseStatus;

    private bool IsBinary => _socket.SubProtocol == Binary;

    public static Task<TestSocket> ConnectAsync(TinySilo silo, string protocol = Json) => ConnectAsync(silo.Address, protocol);

    /// <summary>Connects, and offers these protocols.</summary>
    public static async Task<TestSocket> ConnectAsync(Uri gateway, params string[] protocols)
    {
        var socket = new TestSocket();
        foreach (var protocol in protocols)
        {
            socket._socket.Options.AddSubProtocol(protocol);
        }

        await socket._socket.ConnectAsync(new UriBuilder(gateway) { Scheme = "ws", Path = "/v1/socket" }.Uri, Cancellation);
        return socket;
    }

    /// <summary>Opens a session, and waits until it is.</summary>
    public async Task<JsonNode> OpenAsync(string model, string session, string more = "")
    {
        await SendAsync($$"""{"open":{"model":"{{model}}","session":"{{session}}"{{more}} } }""");
        return (await ReadAsync())["opened"]!;
    }

    /// <summary>Sends JSON, in the form of the socket.</summary>
    public Task SendAsync(string text) => IsBinary
        ? SendAsync(CborText.Write(text), WebSocketMessageType.Binary)
        : SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    public Task SendAsync(byte[] bytes, WebSocketMessageType type) => _socket.SendAsync(bytes, type, endOfMessage: true, Cancellation);

    /// <summary>The next message as JSON.</summary>
    public async Task<string> ReadTextAsync()
    {
        var bytes = await ReadBytesAsync();
        return IsBinary ? CborText.Read(bytes) : Encoding.UTF8.GetString(bytes);
    }

    /// <summary>The next message.</summary>
    public async Task<byte[]> ReadBytesAsync()
    {
        var bytes = new MemoryStream();
        while (true)
        {
            var received = await _socket.ReceiveAsync(_buffer.AsMemory(), Cancellation);
            Assert.Equal(IsBinary ? WebSocketMessageType.Binary : WebSocketMessageType.Text, received.MessageType);
            bytes.Write(_buffer, 0, received.Count);
            if (received.EndOfMessage)
            {
                return bytes.ToArray();
            }
        }
    }

    /// <summary>The next message.</summary>
    public async Task<JsonNode> ReadAsync() => JsonNode.Parse(await ReadTextAsync())!;

    /// <summary>The code of the next message, which is an error.</summary>
    public async Task<string> ReadErrorAsync() => (string)(await ReadAsync())["error"]!["code"]!;

    /// <summary>Passes over messages until the gateway closes.</summary>
    /// <returns>The close code.</returns>
    public async Task<WebSocketCloseStatus?> ReadToCloseAsync()
    {
        while ((await _socket.ReceiveAsync(_buffer.AsMemory(), Cancellation)).MessageType != WebSocketMessageType.Close)
        {
        }

        return _socket.CloseStatus;
    }

    /// <summary>Closes it as a client does that is done.</summary>
    public Task CloseAsync() => _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Cancellation);

    /// <summary>Ends the connection without a word.</summary>
    public ValueTask DisposeAsync()
    {
        _socket.Abort();
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
