using System.Buffers;
using System.Net.WebSockets;

namespace RnnCluster.Silo.Gateway.Sockets;

/// <summary>Reads whole messages from a socket, up to a size. Holds no memory while it waits for one.</summary>
/// <param name="socket">The socket.</param>
/// <param name="limitBytes">Most bytes of a message.</param>
internal sealed class SocketReceiver(WebSocket socket, int limitBytes) : IDisposable
{
    private const int FirstBytes = 4_096;

    private byte[]? _bytes;
    private int _count;

    /// <summary>The message that <see cref="ReadAsync"/> read; valid until it is called again.</summary>
    public ReadOnlyMemory<byte> Message => _bytes.AsMemory(0, _count);

    /// <summary>Reads a message.</summary>
    /// <returns>Its kind; null when it has too many bytes.</returns>
    /// <exception cref="WebSocketException">The connection is gone, or the peer breaks the protocol.</exception>
    public async ValueTask<WebSocketMessageType?> ReadAsync()
    {
        _count = 0;
        Return();
        var first = await socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);
        if (first.EndOfMessage || first.MessageType == WebSocketMessageType.Close)
        {
            return first.MessageType;
        }

        _bytes = ArrayPool<byte>.Shared.Rent(FirstBytes);
        while (true)
        {
            var received = await socket.ReceiveAsync(_bytes.AsMemory(_count), CancellationToken.None);
            _count += received.Count;
            if (_count > limitBytes)
            {
                return null;
            }

            if (received.EndOfMessage || received.MessageType == WebSocketMessageType.Close)
            {
                return received.MessageType;
            }

            Grow();
        }
    }

    public void Dispose() => Return();

    private void Grow()
    {
        if (_count < _bytes!.Length)
        {
            return;
        }

        // One byte more than allowed tells a message that is too long from one that is not.
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(2L * _bytes.Length, Math.Max(limitBytes + 1L, _bytes.Length + 1L)));
        _bytes.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }

    private void Return()
    {
        if (_bytes is not null)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = null;
        }
    }
}
