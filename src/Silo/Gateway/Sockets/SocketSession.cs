using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Client.Sessions;
using RnnCluster.Silo.Gateway.Errors;

namespace RnnCluster.Silo.Gateway.Sockets;

/// <summary>A session that a socket has: its outputs go to the socket until either ends.</summary>
/// <param name="name">What the client calls it.</param>
/// <param name="key">Its key in the cluster.</param>
/// <param name="connection">The socket.</param>
/// <param name="context">What all sockets share.</param>
internal sealed class SocketSession(string name, SessionKey key, SocketConnection connection, SocketContext context) : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _opening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RnnSession? _session;
    private SessionNotice? _closed;
    private Task _pump = Task.CompletedTask;
    private Task? _ending;
    private string _tokenizer = "";

    /// <summary>What the client calls it.</summary>
    public string Name => name;

    /// <summary>Its key in the cluster.</summary>
    public SessionKey Key => key;

    /// <summary>Completes when it is open, or cannot be.</summary>
    public Task Opening => _opening.Task;

    /// <summary>The session in the cluster; null when it is not open.</summary>
    public RnnSession? Open => _session;

    /// <summary>Begins to open it.</summary>
    /// <param name="open">Asks the cluster for it.</param>
    public void Begin(Func<CancellationToken, Task<RnnSession>> open) => _ = OpenAsync(open);

    /// <summary>Ends it in the cluster, and then here.</summary>
    public async Task CloseAsync()
    {
        await Opening;
        if (_session is not { } session)
        {
            return;
        }

        try
        {
            // Outputs that are here already come before the end.
            await session.DisposeAsync();
            await _pump;
            await session.CloseAsync();
            Leave(connection.Writer.WriteClosed(name));
        }
        catch (Exception exception)
        {
            Fail(exception);
        }

        await GiveUpAsync();
    }

    /// <summary>Leaves the session to itself. It lives on in the cluster.</summary>
    /// <param name="isTaken">Whether another socket wants it.</param>
    /// <returns>Completes when another one can have it.</returns>
    public Task GiveUpAsync(bool isTaken = false)
    {
        lock (_gate)
        {
            return _ending ??= Task.Run(() => EndAsync(isTaken));
        }
    }

    public ValueTask DisposeAsync() => new(GiveUpAsync());

    private async Task OpenAsync(Func<CancellationToken, Task<RnnSession>> open)
    {
        try
        {
            await context.Holders.ClaimAsync(this);
            var session = await open(_end.Token);
            session.Noticed += TakeNotice;
            _tokenizer = await context.Models.TokenizerOfAsync(key.Model, session.Opened.ModelVersion);
            var outputs = session.HandOnOutputsAsync(_end.Token);
            _session = session;
            connection.Tell(connection.Writer.WriteOpened(name, key.Model, session.Opened));
            _pump = PumpAsync(outputs);
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
        finally
        {
            _opening.SetResult();
        }
    }

    private async Task PumpAsync(IAsyncEnumerable<OutputFrame> outputs)
    {
        try
        {
            await foreach (var output in outputs)
            {
                await connection.SendAsync(connection.Writer.Write(name, output, _tokenizer), _end.Token);
            }
        }
        catch (SessionException) when (_closed is not null)
        {
            Leave(connection.Writer.WriteNotice(name, _closed));
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    /// <summary>News of the session. Called where outputs of all sessions come: it only puts a message in line.</summary>
    private void TakeNotice(SessionNotice notice)
    {
        if (notice.Kind == SessionNoticeKind.Closed)
        {
            // Behind the outputs that come before it.
            _closed = notice;
            return;
        }

        connection.Tell(connection.Writer.WriteNotice(name, notice));
    }

    private void Fail(Exception exception)
    {
        if (exception is OperationCanceledException && _end.IsCancellationRequested)
        {
            return;
        }

        var problem = GatewayProblem.Of(exception);
        if (problem.Code == ErrorCodes.Internal)
        {
            SocketLog.SessionFailed(context.Logger, key.ToString(), exception);
        }

        Leave(connection.Writer.WriteError(name, problem.Code, problem.Detail));
    }

    /// <summary>The socket has the session no more, and says why.</summary>
    private void Leave(ReadOnlySpan<byte> message)
    {
        // Before the client hears of it, and perhaps asks for the session again: it would be told that it took it from itself.
        connection.Remove(this);
        _ = GiveUpAsync();
        connection.Tell(message);
    }

    private async Task EndAsync(bool isTaken)
    {
        await _end.CancelAsync();
        await Opening;
        if (_session is { } session)
        {
            // From here on it can be opened again; what is under way to the cluster need not be waited for.
            session.Noticed -= TakeNotice;
            session.DisposeAsync().AsTask().Ignore();
        }

        context.Holders.Release(this);
        connection.Remove(this);
        if (isTaken)
        {
            connection.Tell(connection.Writer.WriteError(name, GatewayCodes.TakenOver, $"session {name} was resumed over another socket"));
        }

        await _pump;
        _end.Dispose();
    }
}
