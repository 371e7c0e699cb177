using System.Buffers;
using System.Net.WebSockets;

namespace RnnCluster.Silo.Gateway.Sockets.Sending;

/// <summary>Messages on their way to the peer of one socket: what waits goes in one write.</summary>
/// <param name="socket">The socket.</param>
/// <param name="type">Kind of the messages.</param>
/// <param name="stream">The stream under it; null when each message is written by itself.</param>
/// <param name="options">Bounds and patience.</param>
/// <param name="time">The clock.</param>
internal sealed class SocketOutbox(
    WebSocket socket, WebSocketMessageType type, CoalescingStream? stream, RnnSocketOptions options, TimeProvider time) : IThreadPoolWorkItem
{
    private const int FirstBytes = 1_024;

    private readonly Lock _gate = new();
    private readonly TimeSpan _sendWait = TimeSpan.FromMilliseconds(options.SendWaitMs);
    private readonly TimeSpan _closeWait = TimeSpan.FromMilliseconds(options.CloseWaitMs);
    private byte[]? _bytes;
    private int _count;
    private List<int> _ends = [];
    private List<int> _sentEnds = [];
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _room;
    private WebSocketCloseStatus? _status;
    private string? _reason;
    private bool _isSending;
    private bool _isClosed;

    /// <summary>Whether several senders use it: then a write waits for those that are ready too.</summary>
    public bool IsShared { get; set; }

    /// <summary>Told when the peer did not take what was sent in time, with the bytes that it was to take.</summary>
    public Action<int>? Stalled { get; set; }

    /// <summary>Completes when nothing more is sent, which only <see cref="Close"/> or a fault brings about.</summary>
    public Task Completion => _completed.Task;

    /// <summary>Puts a message in line. One that comes after the end is dropped.</summary>
    /// <returns>Completes when there is room for more.</returns>
    /// <exception cref="OperationCanceledException">The wait was ended; the message stays in line.</exception>
    public ValueTask WriteAsync(ReadOnlySpan<byte> message, CancellationToken cancellation)
    {
        Write(message);
        return WaitAsync(cancellation);
    }

    /// <summary>Puts a message in line, whether there is room or not.</summary>
    public void Write(ReadOnlySpan<byte> message)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            Append(message);
            if (_isSending)
            {
                return;
            }

            _isSending = true;
        }

        Send();
    }

    /// <summary>Waits for room.</summary>
    public ValueTask WaitAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            return _isClosed || _count <= options.WaitingLimitBytes
                ? ValueTask.CompletedTask
                : new((_room ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task.WaitAsync(cancellation));
        }
    }

    /// <summary>Lets nothing follow but a close, after what is in line. Does nothing when that was said before.</summary>
    public void Close(WebSocketCloseStatus status, string? reason)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            (_isClosed, _status, _reason) = (true, status, reason);
            _room?.TrySetResult();
            if (_isSending)
            {
                return;
            }

            _isSending = true;
        }

        _ = SendAllAsync();
    }

    /// <summary>Sends nothing more.</summary>
    public void Drop()
    {
        lock (_gate)
        {
            _isClosed = true;
            _room?.TrySetResult();
        }

        _completed.TrySetResult();
    }

    /// <summary>Sends nothing more and ends the connection.</summary>
    public void Abort()
    {
        Drop();
        socket.Abort();
    }

    void IThreadPoolWorkItem.Execute() => _ = SendAllAsync();

    private void Send()
    {
        if (IsShared && stream is not null)
        {
            // Behind the senders that are ready now.
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
        else
        {
            _ = SendAllAsync();
        }
    }

    private void Append(ReadOnlySpan<byte> message)
    {
        if (_bytes is null)
        {
            _bytes = ArrayPool<byte>.Shared.Rent(Math.Max(FirstBytes, message.Length));
        }
        else if (_count + message.Length > _bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(2 * _bytes.Length, _count + message.Length));
            _bytes.AsSpan(0, _count).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        message.CopyTo(_bytes.AsSpan(_count));
        _count += message.Length;
        _ends.Add(_count);
    }

    private async Task SendAllAsync()
    {
        var mustClose = false;
        try
        {
            while (TryTake(out var bytes, out var ends, out mustClose))
            {
                var sending = SendAsync(bytes, ends);
                if (!sending.IsCompletedSuccessfully && !await IsTakenAsync(sending.AsTask(), ends[^1]))
                {
                    return;
                }

                ArrayPool<byte>.Shared.Return(bytes);
            }

            if (mustClose)
            {
                await socket.CloseOutputAsync(_status!.Value, _reason, CancellationToken.None).WaitAsync(_closeWait, time);
                _completed.TrySetResult();
            }
        }
        catch (Exception)
        {
            // The connection is gone; who reads from it hears why.
            Abort();
        }
    }

    private bool TryTake(out byte[] bytes, out List<int> ends, out bool mustClose)
    {
        lock (_gate)
        {
            _room?.TrySetResult();
            _room = null;
            bytes = _bytes!;
            ends = _ends;
            mustClose = _bytes is null && _status is not null;
            if (_bytes is null)
            {
                // Who closes sends for good.
                _isSending = mustClose;
                return false;
            }

            (_bytes, _count) = (null, 0);
            _sentEnds.Clear();
            (_ends, _sentEnds) = (_sentEnds, _ends);
            return true;
        }
    }

    private ValueTask SendAsync(byte[] bytes, List<int> ends) => stream is null || ends.Count == 1
        ? SendEachAsync(bytes, ends)
        : SendTogetherAsync(bytes, ends, stream);

    private async ValueTask SendTogetherAsync(byte[] bytes, List<int> ends, CoalescingStream held)
    {
        // A frame has up to ten bytes before its message.
        held.Hold(ends[^1] + (10 * ends.Count));
        try
        {
            await SendEachAsync(bytes, ends);
        }
        finally
        {
            await held.ReleaseAsync(CancellationToken.None);
        }
    }

    private async ValueTask SendEachAsync(byte[] bytes, List<int> ends)
    {
        var start = 0;
        for (var i = 0; i < ends.Count; i++)
        {
            await socket.SendAsync(bytes.AsMemory(start, ends[i] - start), type, endOfMessage: true, CancellationToken.None);
            start = ends[i];
        }
    }

    /// <summary>Waits until the peer took what is sent. One that does not is closed, with a reason when it takes the rest after all.</summary>
    private async Task<bool> IsTakenAsync(Task sending, int bytes)
    {
        try
        {
            await sending.WaitAsync(_sendWait, time);
            return true;
        }
        catch (TimeoutException)
        {
            lock (_gate)
            {
                _isClosed = true;
                _room?.TrySetResult();
            }
        }

        Stalled?.Invoke(bytes);
        await sending.WaitAsync(_closeWait, time);
        await socket.CloseOutputAsync(WebSocketCloseStatus.PolicyViolation,
            $"{bytes} bytes were not taken in {options.SendWaitMs} ms", CancellationToken.None).WaitAsync(_closeWait, time);
        _completed.TrySetResult();
        return false;
    }
}
