using System.Buffers;

namespace RnnCluster.Silo.Gateway.Sockets.Sending;

/// <summary>A duplex stream that, between <see cref="Hold"/> and <see cref="ReleaseAsync"/>, puts what is written together and writes it at once.</summary>
/// <remarks>The WebSocket on it writes whole frames one after the other, also those that it sends by itself.</remarks>
internal sealed class CoalescingStream(Stream inner) : Stream
{
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly Lock _gate = new();
    private byte[]? _held;
    private int _heldBytes;
    private bool _isHolding;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Writes nothing until <see cref="ReleaseAsync"/>.</summary>
    /// <param name="bytes">How much is about to be written, about.</param>
    public void Hold(int bytes)
    {
        lock (_gate)
        {
            _held ??= ArrayPool<byte>.Shared.Rent(bytes);
            _isHolding = true;
        }
    }

    /// <summary>Writes what was held.</summary>
    public async ValueTask ReleaseAsync(CancellationToken cancellation)
    {
        await _writing.WaitAsync(cancellation);
        byte[]? held = null;
        try
        {
            int bytes;
            lock (_gate)
            {
                (held, bytes) = (_held, _heldBytes);
                (_held, _heldBytes, _isHolding) = (null, 0, false);
            }

            if (bytes > 0)
            {
                await inner.WriteAsync(held.AsMemory(0, bytes), cancellation);
            }
        }
        finally
        {
            _writing.Release();
            if (held is not null)
            {
                ArrayPool<byte>.Shared.Return(held);
            }
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_isHolding)
            {
                Keep(buffer.Span);
                return ValueTask.CompletedTask;
            }
        }

        return WriteInTurnAsync(buffer, cancellationToken);
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.ReadAsync(buffer, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_isHolding)
            {
                return Task.CompletedTask;
            }
        }

        return inner.FlushAsync(cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        inner.ReadAsync(buffer, offset, count, cancellationToken);

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            _writing.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_heldBytes + bytes.Length > _held!.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(2 * _held.Length, _heldBytes + bytes.Length));
            _held.AsSpan(0, _heldBytes).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_held);
            _held = larger;
        }

        bytes.CopyTo(_held.AsSpan(_heldBytes));
        _heldBytes += bytes.Length;
    }

    private async ValueTask WriteInTurnAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellation)
    {
        await _writing.WaitAsync(cancellation);
        try
        {
            await inner.WriteAsync(buffer, cancellation);
        }
        finally
        {
            _writing.Release();
        }
    }
}
