using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;

namespace RnnCluster.Oracle.Driving.Sockets;

/// <summary>A socket that many sessions share. When it ends, the next gateway gets one, and the sessions go on there.</summary>
/// <param name="gateways">All that there are.</param>
/// <param name="first">The one that is asked first.</param>
internal sealed class SocketLink(Uri[] gateways, int first) : IAsyncDisposable
{
    private const int BufferBytes = 64 << 10;

    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Dictionary<string, SocketSession> _sessions = new(StringComparer.Ordinal);
    private ChannelWriter<byte[]>? _outgoing;
    private Task _running = Task.CompletedTask;

    /// <summary>Connects, now and whenever it must.</summary>
    public void Start() => _running = Task.Run(RunAsync);

    /// <summary>Carries a session.</summary>
    public void Add(SocketSession session)
    {
        lock (_gate)
        {
            _sessions[session.Name] = session;
            if (_outgoing is null)
            {
                return;
            }
        }

        session.Ask();
    }

    /// <summary>Carries a session no more.</summary>
    public void Remove(SocketSession session)
    {
        lock (_gate)
        {
            if (_sessions.GetValueOrDefault(session.Name) == session)
            {
                _sessions.Remove(session.Name);
            }
        }
    }

    /// <summary>Sends a message; without a connection it is dropped.</summary>
    public void Send(byte[] message)
    {
        lock (_gate)
        {
            _outgoing?.TryWrite(message);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
        _end.Dispose();
    }

    private async Task RunAsync()
    {
        for (var turn = first; !_end.IsCancellationRequested; turn++)
        {
            try
            {
                await ServeAsync(gateways[turn % gateways.Length]);
            }
            catch (Exception exception) when (exception is WebSocketException or IOException or OperationCanceledException)
            {
                // The gateway is gone, or is not there yet.
            }

            await Clock.PassAsync(Retry, _end.Token);
        }
    }

    private async Task ServeAsync(Uri gateway)
    {
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("rnn.v1");
        socket.Options.KeepAliveInterval = ConnectPatience;
        socket.Options.KeepAliveTimeout = ConnectPatience;
        using (var patience = CancellationTokenSource.CreateLinkedTokenSource(_end.Token))
        {
            patience.CancelAfter(ConnectPatience);
            await socket.ConnectAsync(gateway, patience.Token);
        }

        var outgoing = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true });
        List<SocketSession> sessions;
        lock (_gate)
        {
            _outgoing = outgoing.Writer;
            sessions = [.. _sessions.Values];
        }

        sessions.ForEach(session => session.Ask());
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        var sending = SendAllAsync(socket, outgoing.Reader, over.Token);
        try
        {
            await ReadAllAsync(socket, over.Token);
        }
        finally
        {
            lock (_gate)
            {
                _outgoing = null;
            }

            await over.CancelAsync();
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task SendAllAsync(ClientWebSocket socket, ChannelReader<byte[]> outgoing, CancellationToken cancellation)
    {
        await foreach (var message in outgoing.ReadAllAsync(cancellation))
        {
            await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, cancellation);
        }
    }

    private async Task ReadAllAsync(ClientWebSocket socket, CancellationToken cancellation)
    {
        var buffer = new byte[BufferBytes];
        var count = 0;
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(count), cancellation);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                // A gateway that stops says so; its answer frees it at once.
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellation);
                return;
            }

            count += received.Count;
            if (!received.EndOfMessage)
            {
                Array.Resize(ref buffer, count == buffer.Length ? 2 * buffer.Length : buffer.Length);
                continue;
            }

            using var message = JsonDocument.Parse(buffer.AsMemory(0, count));
            count = 0;
            SessionOf(message.RootElement)?.Take(message.RootElement);
        }
    }

    private SocketSession? SessionOf(JsonElement message)
    {
        foreach (var place in (ReadOnlySpan<string>)["opened", "error", "closed"])
        {
            if (!message.TryGetProperty("sequence", out _) && message.TryGetProperty(place, out var inner))
            {
                message = inner;
                break;
            }
        }

        lock (_gate)
        {
            return message.TryGetProperty("session", out var name) ? _sessions.GetValueOrDefault(name.GetString()!) : null;
        }
    }
}
