using System.Net.WebSockets;
using System.Text;

namespace RnnCluster.Silo.Tests.Gateway.Sockets.Sending;

/// <summary>A socket whose peer takes what is sent, or does not.</summary>
internal sealed class GatedSocket : WebSocket
{
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _gate = Opened();
    private WebSocketState _state = WebSocketState.Open;

    /// <summary>What the peer took.</summary>
    public List<string> Sent { get; } = [];

    /// <summary>Completes when a close is sent.</summary>
    public Task Closed => _closed.Task;

    public override WebSocketCloseStatus? CloseStatus => null;

    public override string? CloseStatusDescription => null;

    public override string? SubProtocol => null;

    public override WebSocketState State => _state;

    public void Shut() => _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Open() => _gate.TrySetResult();

    public override void Abort()
    {
        _state = WebSocketState.Aborted;
        _gate.TrySetException(new WebSocketException(WebSocketError.ConnectionClosedPrematurely));
    }

    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public override async Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
    {
        await _gate.Task;
        Sent.Add($"close {(int)closeStatus}");
        _closed.TrySetResult();
    }

    public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public override async Task SendAsync(
        ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
    {
        Assert.Equal((WebSocketMessageType.Text, true), (messageType, endOfMessage));
        await _gate.Task;
        Sent.Add(Encoding.UTF8.GetString(buffer));
    }

    public override void Dispose()
    {
    }

    private static TaskCompletionSource Opened()
    {
        var gate = new TaskCompletionSource();
        gate.SetResult();
        return gate;
    }
}
