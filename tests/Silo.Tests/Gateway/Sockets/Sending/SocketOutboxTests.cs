using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using RnnCluster.Silo.Gateway.Sockets;
using RnnCluster.Silo.Gateway.Sockets.Sending;

namespace RnnCluster.Silo.Tests.Gateway.Sockets.Sending;

public sealed class SocketOutboxTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly GatedSocket _socket = new();
    private readonly RnnSocketOptions _options = new() { WaitingLimitBytes = 1_024, SendWaitMs = 1_000, CloseWaitMs = 100 };
    private readonly SocketOutbox _outbox;
    private readonly List<int> _stalls = [];

    public SocketOutboxTests() =>
        _outbox = new SocketOutbox(_socket, WebSocketMessageType.Text, stream: null, _options, _time) { Stalled = _stalls.Add };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Write_WhilePeerReads_GoesOutInOrder()
    {
        for (var i = 0; i < 100; i++)
        {
            await _outbox.WriteAsync(Encoding.UTF8.GetBytes($"{i}"), Cancellation);
        }

        _outbox.Close(WebSocketCloseStatus.NormalClosure, null);
        _outbox.Write("late"u8);

        await _outbox.Completion;
        Assert.Equal([.. Enumerable.Range(0, 100).Select(i => $"{i}"), "close 1000"], _socket.Sent);
    }

    [Fact]
    public async Task Write_BeyondTheRoom_WaitsUntilThePeerTookIt()
    {
        _socket.Shut();
        _outbox.Write(new byte[1_000]);
        await _outbox.WriteAsync(new byte[1_000], Cancellation);
        var full = _outbox.WriteAsync(new byte[100], Cancellation).AsTask();
        Assert.False(full.IsCompleted);

        _socket.Open();

        await full;
        Assert.Empty(_stalls);
    }

    [Fact]
    public async Task Wait_ThatIsCancelled_LeavesTheMessageInLine()
    {
        using var cancel = new CancellationTokenSource();
        _socket.Shut();
        _outbox.Write("a"u8);
        var full = _outbox.WriteAsync(new byte[2_000], cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => full);

        _socket.Open();
        _outbox.Close(WebSocketCloseStatus.NormalClosure, null);

        await _outbox.Completion;
        Assert.Equal(["a", new string('\0', 2_000), "close 1000"], _socket.Sent);
    }

    [Fact]
    public async Task Peer_ThatTakesNothing_IsToldWhenItGoesOnInTime()
    {
        _socket.Shut();
        _outbox.Write("slow"u8);
        var full = _outbox.WriteAsync(new byte[2_000], Cancellation).AsTask();
        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Empty(_stalls);

        await AdvanceUntilAsync(() => _stalls.Count > 0);
        await full;
        _socket.Open();

        await _socket.Closed;
        Assert.Equal(["slow", "close 1008"], _socket.Sent);
        Assert.Equal([4], _stalls);
    }

    [Fact]
    public async Task Peer_ThatTakesNothingAtAll_IsAborted()
    {
        _socket.Shut();
        _outbox.Write("slow"u8);

        await AdvanceUntilAsync(() => _socket.State == WebSocketState.Aborted);

        await _outbox.Completion;
        Assert.Equal([4], _stalls);
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>Each wait begins when the one before has ended, on another thread.</summary>
    private async Task AdvanceUntilAsync(Func<bool> isDone)
    {
        while (!isDone())
        {
            _time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }
    }
}
