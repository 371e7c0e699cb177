using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Grains.Checkpoints;

namespace RnnCluster.Grains.Sessions;

/// <summary>How a session comes into memory and leaves it: from and to the store, or another silo.</summary>
internal sealed partial class SessionGrain
{
    private const string MovedName = "rnn.session";

    private MovedSession? _moved;
    private IDisposable? _attachment;
    private bool _isMoving;
    private bool _hasLeft;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = this.GetPrimaryKeyString();
        var moved = _moved;
        _moved = null;
        SessionRecord? record = null;
        host.Metrics.Waking();
        try
        {
            record = moved?.Record ?? await TakeOverAsync();
            _session = await AdmitAsync(record);
            _storedThrough = moved?.DurableThrough ?? (record?.NextSequence ?? 0) - 1;
            _session.DurableThrough = _storedThrough;
        }
        catch (SessionException refusal)
        {
            if (moved is { IsDirty: true })
            {
                await TryStoreAsync(moved);
            }

            ShutOut(refusal, record);
        }
        finally
        {
            host.Metrics.Woken();
        }

        host.Metrics.Activated(isMoved: moved is not null, isStored: record is not null, isRefused: _refusal is not null);
        _inbox = new SessionInbox(_session?.NextSequence ?? 0, host.Options.InboxFramesLimit);
        if (_session is not null)
        {
            host.Refusals.End(_key);
        }

        if (_session is not null && moved is not null)
        {
            _session.IsOpened = true;
            Resume(_session, moved);
        }

        _attachment = host.Streams.Attach(Input, GrainContext, this);
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _attachment?.Dispose();
        host.Census.Leave(GrainContext);

        // The frame in hand is finished here. Those behind it go along, or are sent again. A move is not sure to succeed: what moves is
        // stored too.
        _isMoving = reason.ReasonCode is DeactivationReasonCode.Migrating or DeactivationReasonCode.ShuttingDown;
        await _pump.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (_session is not { } session || _hasLeft)
        {
            return;
        }

        if (!_pump.IsCompleted)
        {
            // What goes on here must not speak for the session any more: its next activation does.
            SessionLog.NotStored(host.Logger, _key, session.NextSequence - 1);
            _hasLeft = true;
            await Closing.CancelAsync();
        }
        else if (await TryStoreAsync(session) && reason.ReasonCode == DeactivationReasonCode.ActivationIdle)
        {
            host.Metrics.Evicted();
            await ReplyAsync(replyTo: null, Notice(SessionNoticeKind.PagedOut, $"the session was idle for {host.Idle}; its next frame wakes it"));
        }

        // The clock may still call.
        _hasLeft |= reason.ReasonCode != DeactivationReasonCode.Migrating;
    }

    /// <summary>Packs what the session goes on with elsewhere: its state, the answers that may be asked for, the frames that wait.</summary>
    public void OnDehydrate(IDehydrationContext dehydrationContext)
    {
        dehydrationContext.TryAddValue(SettledName, _isSent && _isSettled);
        if (_session is null || _hasLeft || !_pump.IsCompleted || !_write.IsCompleted || _held is not null || RefusalNow() is not null)
        {
            return;
        }

        _hasLeft = true;
        host.Census.Move();
        dehydrationContext.TryAddValue(MovedName, new MovedSession(
            _session.ToRecord(_generation), _session.IsDirty, _etag, _session.DurableThrough, [.. _inbox.Waiting]));
    }

    /// <summary>Unpacks it, before the activation.</summary>
    public void OnRehydrate(IRehydrationContext rehydrationContext)
    {
        rehydrationContext.TryGetValue(SettledName, out _isSettled);
        if (rehydrationContext.TryGetValue(MovedName, out _moved))
        {
            (_generation, _etag) = (_moved.Record.Generation, _moved.ETag);
        }
    }

    public void Dispose()
    {
        host.Census.Leave(GrainContext);
        _closing?.Dispose();
    }

    private async ValueTask<LiveSession> AdmitAsync(SessionRecord? record)
    {
        var session = await host.CreateAsync(_key, record);
        return host.Census.TryEnter(GrainContext, session.Model, host.Options.SessionsLimit) ? session : throw new SessionException(ErrorCodes.TooManySessions,
            $"this silo holds {host.Options.SessionsLimit} sessions, as many as it may; close some or add a silo");
    }

    /// <summary>Goes on where the session stopped in another silo.</summary>
    private void Resume(LiveSession session, MovedSession moved)
    {
        if (moved.IsDirty)
        {
            session.MarkDirty();
        }

        foreach (var frame in moved.Frames)
        {
            _inbox.Add(frame);
        }

        StartPump();
    }

    /// <summary>Stores a session that came and found no room.</summary>
    private async Task TryStoreAsync(MovedSession moved)
    {
        try
        {
            _etag = await WriteRecordAsync(moved.Record);
        }
        catch (Exception exception)
        {
            CheckpointLog.Postponed(host.Logger, _key, moved.Record.NextSequence - 1, exception);
            SessionLog.NotStored(host.Logger, _key, moved.Record.NextSequence - 1);
        }
    }

    private OutputFrame Notice(SessionNoticeKind kind, string message) => new()
    {
        Session = _key,
        Sequence = -1,
        DurableThrough = _session?.DurableThrough ?? -1,
        Notice = new SessionNotice(kind, message, _session?.NextSequence ?? 0) { Incarnation = _session?.Incarnation ?? 0 },
    };
}
