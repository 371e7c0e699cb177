using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using RnnCluster.LiveStreams.Load;

namespace RnnCluster.LiveStreams.Serving;

/// <summary>A WebSocket of a client under load: finds each answer who asked.</summary>
internal sealed class LoadSocket : IDisposable
{
    private const int BufferBytes = 16 << 10;

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly ConcurrentDictionary<string, AnswerQueue<byte[]>> _answers = new(StringComparer.Ordinal);

    private LoadSocket()
    {
    }

    /// <summary>Connects.</summary>
    public static async Task<LoadSocket> ConnectAsync(Uri gateway)
    {
        var socket = new LoadSocket();
        socket._socket.Options.AddSubProtocol("rnn.v1");
        await socket._socket.ConnectAsync(gateway, CancellationToken.None);
        _ = socket.ReadAllAsync();
        return socket;
    }

    /// <summary>Sends a message of a session and waits for the end of its answer.</summary>
    public async Task<byte[]> AskAsync(string session, byte[] message)
    {
        var answer = _answers.GetOrAdd(session, _ => new AnswerQueue<byte[]>()).ExpectAsync();
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(message.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }

        return await answer;
    }

    public void Dispose()
    {
        _socket.Dispose();
        _sending.Dispose();
    }

    private async Task ReadAllAsync()
    {
        try
        {
            var buffer = new byte[BufferBytes];
            for (var count = 0; ;)
            {
                var received = await _socket.ReceiveAsync(buffer.AsMemory(count), CancellationToken.None);
                count += received.Count;
                if (!received.EndOfMessage)
                {
                    Array.Resize(ref buffer, count == buffer.Length ? 2 * buffer.Length : buffer.Length);
                    continue;
                }

                Take(buffer.AsSpan(0, count).ToArray());
                count = 0;
            }
        }
        catch (Exception exception)
        {
            foreach (var waiting in _answers.Values)
            {
                waiting.Fail(exception);
            }
        }
    }

    private void Take(byte[] message)
    {
        var reader = new Utf8JsonReader(message);
        var (session, isLast, isError) = (string.Empty, true, false);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (reader.ValueTextEquals("session"u8))
            {
                reader.Read();
                session = reader.GetString()!;
            }
            else if (reader.ValueTextEquals("last"u8))
            {
                reader.Read();
                isLast = reader.GetBoolean();
            }
            else if (reader.ValueTextEquals("error"u8))
            {
                isError = true;
            }
        }

        if (isError)
        {
            _answers[session].Fail(new InvalidOperationException($"the gateway says: {Encoding.UTF8.GetString(message)}"));
        }
        else if (isLast)
        {
            _answers[session].Take(message);
        }
    }
}
