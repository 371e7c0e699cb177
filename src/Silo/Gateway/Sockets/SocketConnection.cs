using System.Net.WebSockets;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Client.Sessions;
using RnnCluster.Silo.Gateway.Errors;
using RnnCluster.Silo.Gateway.Sockets.Messages;
using RnnCluster.Silo.Gateway.Sockets.Sending;

namespace RnnCluster.Silo.Gateway.Sockets;

/// <summary>One socket: reads its messages in order, and carries the outputs of its sessions.</summary>
internal sealed class SocketConnection : IAsyncDisposable
{
    // The largest whole number that every client's JSON can say.
    private const long SequenceLimit = (1L << 53) - 1;
    private const int LingerBytes = 1_024;

    private readonly WebSocket _socket;
    private readonly SocketForm _form;
    private readonly CoalescingStream? _stream;
    private readonly SocketCaller _caller;
    private readonly SocketContext _context;
    private readonly SocketOutbox _outbox;
    private readonly SocketReceiver _receiver;
    private readonly CancellationTokenSource _end = new();
    private readonly Dictionary<string, SocketSession> _sessions = new(StringComparer.Ordinal);
    private ITimer? _patience;

    /// <summary>A socket that was accepted.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="form">The form of its messages.</param>
    /// <param name="stream">The stream under it, when it can put writes together.</param>
    /// <param name="caller">Who opened it.</param>
    /// <param name="context">What all sockets share.</param>
    public SocketConnection(WebSocket socket, SocketForm form, CoalescingStream? stream, SocketCaller caller, SocketContext context)
    {
        _socket = socket;
        _form = form;
        _stream = stream;
        _caller = caller;
        _context = context;
        _outbox = new SocketOutbox(socket, form.Type, stream, context.Options, context.Time) { Stalled = Stall };
        _receiver = new SocketReceiver(socket, context.MessageLimitBytes);
    }

    /// <summary>Writes messages for this socket; one for each thread.</summary>
    public SocketWriter Writer => _form.Writer;

    /// <summary>Serves the socket until it ends.</summary>
    public async Task RunAsync()
    {
        await using var stopping = _context.Stopping.UnsafeRegister(
            static connection => ((SocketConnection)connection!).Close(WebSocketCloseStatus.EndpointUnavailable, "the silo stops; connect to another one"), this);
        try
        {
            while (await ReadAsync())
            {
            }

            Close(WebSocketCloseStatus.NormalClosure, reason: null);
            await _outbox.Completion;
        }
        catch (WebSocketException exception) when (exception.WebSocketErrorCode != WebSocketError.ConnectionClosedPrematurely)
        {
            // The peer broke the protocol, and was told so.
            _outbox.Drop();
            await LingerAsync();
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or OperationCanceledException)
        {
            // The peer is gone.
            _outbox.Abort();
        }
        catch (Exception exception)
        {
            SocketLog.SocketFailed(_context.Logger, exception);
            Close(WebSocketCloseStatus.InternalServerError, reason: null);
            await _outbox.Completion;
        }
    }

    /// <summary>Puts a message in line, whether there is room or not: only for what comes at most once for each message from the client.</summary>
    public void Tell(ReadOnlySpan<byte> message) => _outbox.Write(message);

    /// <summary>Puts a message in line.</summary>
    /// <returns>Completes when there is room for more.</returns>
    public ValueTask SendAsync(ReadOnlySpan<byte> message, CancellationToken cancellation) => _outbox.WriteAsync(message, cancellation);

    /// <summary>The socket has this session no more.</summary>
    public void Remove(SocketSession session)
    {
        lock (_sessions)
        {
            if (_sessions.GetValueOrDefault(session.Name) == session)
            {
                _sessions.Remove(session.Name);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        List<SocketSession> sessions;
        lock (_sessions)
        {
            sessions = [.. _sessions.Values];
        }

        foreach (var session in sessions)
        {
            await session.GiveUpAsync();
        }

        if (_patience is not null)
        {
            await _patience.DisposeAsync();
        }

        _receiver.Dispose();
    }

    /// <summary>Lets the peer read what it was told: a connection that ends at once takes it along.</summary>
    private async Task LingerAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(_context.Options.CloseWaitMs), _context.Time);
        var rest = new byte[LingerBytes];
        try
        {
            while (_stream is not null && await _stream.ReadAsync(rest.AsMemory(), patience.Token) > 0)
            {
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // It had its time, or is gone.
        }
    }

    private async ValueTask<bool> ReadAsync()
    {
        var kind = await _receiver.ReadAsync();
        switch (kind)
        {
            case WebSocketMessageType.Close:
                return false;
            case null:
                Close(WebSocketCloseStatus.MessageTooBig, $"a message may have {_context.MessageLimitBytes} bytes");
                break;
            case { } type when type != _form.Type:
                Close(WebSocketCloseStatus.InvalidMessageType, $"messages of {_form.Protocol} are {_form.Type}");
                break;
            default:
                await TakeAsync();
                break;
        }

        return true;
    }

    private async ValueTask TakeAsync()
    {
        if (_end.IsCancellationRequested)
        {
            return;
        }

        try
        {
            if (_receiver.Message.Length > _caller.MessageLimitBytes)
            {
                throw new FormatException($"the message has {_receiver.Message.Length} bytes; the key allows {_caller.MessageLimitBytes}");
            }

            await TakeAsync(_form.Read(_receiver.Message));

            // Who does not take what is sent is not read from.
            await _outbox.WaitAsync(_end.Token);
        }
        catch (FormatException exception)
        {
            Refuse(session: null, GatewayCodes.BadFrame, exception.Message);
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // The socket ends; the client sends again what was not answered.
        }
    }

    private async ValueTask TakeAsync(SocketMessage message)
    {
        if (message.Open is { } open)
        {
            Open(open);
        }
        else if (message.Resume is { } resume)
        {
            Resume(resume);
        }
        else if (message.Close is { } close)
        {
            Close(close);
        }
        else if (message.Leave is { } leave)
        {
            await LeaveAsync(leave);
        }
        else
        {
            await TakeFrameAsync(message);
        }
    }

    private void Open(OpenMessage open) => Add(open.Model, open.Session ?? Guid.NewGuid().ToString("N"), async (key, cancellation) =>
    {
        await _caller.RequireSessionAsync();
        return await _context.Client.OpenAsync(key.Model, key.Id, open.Seed, open.Durability, open.Version, cancellation);
    });

    private void Resume(ResumeMessage resume)
    {
        if (resume.AnsweredThrough is < -1 or > SequenceLimit)
        {
            throw new FormatException($"answeredThrough is {resume.AnsweredThrough}; it must be -1 to {SequenceLimit}");
        }

        Add(resume.Model, resume.Session, (key, cancellation) =>
            _context.Client.ResumeAsync(key.Model, key.Id, resume.AnsweredThrough, cancellation));
    }

    private void Add(string model, string name, Func<SessionKey, CancellationToken, Task<RnnSession>> open)
    {
        SessionKey key;
        try
        {
            key = _caller.KeyOf(model, name);
        }
        catch (SessionException refusal)
        {
            Refuse(name, refusal.Code, refusal.Message);
            return;
        }

        var limit = _context.Options.SessionsLimit;
        var session = new SocketSession(name, key, this, _context);
        lock (_sessions)
        {
            if (_sessions.Count < limit && _sessions.TryAdd(name, session))
            {
                _outbox.IsShared = _sessions.Count > 1;
                session.Begin(cancellation => open(key, cancellation));
                return;
            }
        }

        if (Find(name) is null)
        {
            Refuse(name, ErrorCodes.TooManySessions, $"this socket has {limit} sessions, as many as it may have");
        }
        else
        {
            Refuse(name, ErrorCodes.SessionExists, $"this socket has a session {name} already; leave or close it first");
        }
    }

    private void Close(NamedMessage close)
    {
        if (Find(close.Session) is not { } session)
        {
            RefuseNotOpen(close.Session);
        }
        else if (_caller.MaySetSessions)
        {
            _ = session.CloseAsync();
        }
        else
        {
            Refuse(close.Session, GatewayCodes.Forbidden, SocketCaller.Forbidden);
        }
    }

    private async ValueTask LeaveAsync(NamedMessage leave)
    {
        if (Find(leave.Session) is { } session)
        {
            await session.GiveUpAsync();
        }
        else
        {
            RefuseNotOpen(leave.Session);
        }
    }

    private async ValueTask TakeFrameAsync(SocketMessage message)
    {
        var name = message.Session!;
        if (Find(name) is not { } session)
        {
            RefuseNotOpen(name);
            return;
        }

        if (!session.Opening.IsCompleted)
        {
            await session.Opening.WaitAsync(_end.Token);
        }

        if (session.Open is not { } open)
        {
            RefuseNotOpen(name);
            return;
        }

        if (!_caller.TryTakeFrame())
        {
            // The client is slowed down: what it sends waits in the connection.
            await _caller.WaitForFrameAsync(_end.Token);
        }

        if (message.AnsweredThrough is { } answered)
        {
            open.ConfirmThrough(Math.Min(answered, SequenceLimit));
        }

        try
        {
            if (message.Sequence is { } sequence && sequence != open.NextSequence)
            {
                RefuseNumber(name, sequence, open.NextSequence);
                return;
            }

            await open.SendAsync(message.ToInputOrNone(), message.End, message.Scores, message.ToGenerationInParts(), _end.Token);
        }
        catch (FormatException exception)
        {
            Refuse(name, GatewayCodes.BadFrame, exception.Message);
        }
        catch (Exception exception) when (exception is SessionException or ObjectDisposedException)
        {
            // It ended just now; its reader says why.
        }
    }

    private void RefuseNumber(string name, long sequence, long next) => Refuse(
        name,
        sequence < next ? ErrorCodes.Duplicate : ErrorCodes.SequenceAhead,
        $"sequence is {sequence}; the next frame of session {name} is {next}");

    private void RefuseNotOpen(string name) =>
        Refuse(name, GatewayCodes.NotOpen, $"this socket has no session {name}; open or resume it first");

    private void Refuse(string? session, string code, string message) => Tell(Writer.WriteError(session, code, message));

    private SocketSession? Find(string name)
    {
        lock (_sessions)
        {
            return _sessions.GetValueOrDefault(name);
        }
    }

    private void Stall(int bytes)
    {
        int sessions;
        lock (_sessions)
        {
            sessions = _sessions.Count;
        }

        SocketLog.SlowReader(_context.Logger, sessions, bytes, _context.Options.SendWaitMs);
        End(2 * _context.Options.CloseWaitMs);
    }

    /// <summary>Takes no more messages, sends what waits and a close, and ends the connection when the peer does not.</summary>
    private void Close(WebSocketCloseStatus status, string? reason)
    {
        _outbox.Close(status, reason);
        End(_context.Options.CloseWaitMs);
    }

    private void End(int patienceMs)
    {
        _end.Cancel();
        lock (_sessions)
        {
            _patience ??= _context.Time.CreateTimer(
                static socket => ((WebSocket)socket!).Abort(), _socket, TimeSpan.FromMilliseconds(patienceMs), Timeout.InfiniteTimeSpan);
        }
    }
}
