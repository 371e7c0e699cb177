using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Abstractions.Streams;
using RnnCluster.Streams.Placement;

namespace RnnCluster.Grains.Sessions;

/// <summary>How a session comes into memory and leaves it: from and to the store, or another silo.</summary>
internal sealed partial class SessionGrain
{
    private const string StateName = "session";
    private const string MovedName = "rnn.session";

    private MovedSession? _moved;
    private string? _etag;
    private bool _isStored;
    private IDisposable? _attachment;
    private bool _isMoving;
    private bool _hasLeft;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = this.GetPrimaryKeyString();
        var moved = _moved;
        _moved = null;
        var record = moved?.Record ?? await ReadAsync(cancellationToken);
        try
        {
            _session = Admit(record);
        }
        catch (SessionException refusal)
        {
            SessionLog.Refused(host.Logger, _key, refusal.Code, refusal.Message);
            _refusal = refusal;
            if (moved is { IsDirty: true })
            {
                await TryStoreAsync(moved.Record, cancellationToken);
            }
        }

        _inbox = new SessionInbox(_session?.NextSequence ?? 0, host.Options.InboxFramesLimit);
        if (_session is not null && moved is not null)
        {
            Resume(_session, moved);
        }

        _attachment = host.Streams.Attach(Input, GrainContext, this);
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _attachment?.Dispose();
        host.Census.Leave(GrainContext);

        // The store is the memory of this cluster, and this part of it goes: what is written now has nowhere to stay.
        if (reason.ReasonCode == DeactivationReasonCode.ShuttingDown)
        {
            await Closing.CancelAsync();
            return;
        }

        // The frame in hand is finished here; those behind it go along.
        _isMoving = reason.ReasonCode == DeactivationReasonCode.Migrating;
        await _pump.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (_session is not { IsDirty: true } session)
        {
            return;
        }

        if (!_pump.IsCompleted)
        {
            // What goes on here must not speak for the session any more: its next activation does.
            await Closing.CancelAsync();
            SessionLog.NotStored(host.Logger, _key, session.NextSequence - 1, new TimeoutException("its frame did not end in time"));
            return;
        }

        if (!_isMoving && await TryStoreAsync(session.ToRecord(), cancellationToken))
        {
            session.MarkStored();
        }
    }

    /// <summary>Packs what the session goes on with elsewhere: its state, the answers that may be asked for, the frames that wait.</summary>
    public void OnDehydrate(IDehydrationContext dehydrationContext)
    {
        if (_session is null || !_pump.IsCompleted || RefusalNow() is not null)
        {
            return;
        }

        _hasLeft = true;
        host.Census.Move();
        dehydrationContext.TryAddValue(MovedName, new MovedSession(
            _session.ToRecord(), _session.IsDirty, _isStored, _etag, [.. _session.Answers.Parts], [.. _inbox.Waiting]));
    }

    /// <summary>Unpacks it, before the activation.</summary>
    public void OnRehydrate(IRehydrationContext rehydrationContext)
    {
        if (rehydrationContext.TryGetValue(MovedName, out _moved))
        {
            (_isStored, _etag) = (_moved.IsStored, _moved.ETag);
        }
    }

    public void Dispose()
    {
        host.Census.Leave(GrainContext);
        _closing?.Dispose();
    }

    private StreamId Input => RnnStreams.Input(_key);

    /// <summary>Moves to the silo that the session's frames arrive on, when that is another one now.</summary>
    private void FollowQueue()
    {
        if (host.Locator.Locate(Input) is { } silo && !silo.Equals(GrainContext.Address.SiloAddress))
        {
            GrainContext.MigrateTo(silo);
        }
    }

    private LiveSession Admit(SessionRecord? record)
    {
        if (!SessionKey.TryParse(_key, out var key, out var fault))
        {
            throw new SessionException(ErrorCodes.BadSessionKey, fault);
        }

        var session = new LiveSession(_key, host.Reader(key.Model), record, host.Options);
        return host.Census.TryEnter(GrainContext, host.Options.SessionsLimit) ? session : throw new SessionException(ErrorCodes.TooManySessions,
            $"this silo holds {host.Options.SessionsLimit} sessions, as many as it may; close some or add a silo");
    }

    /// <summary>Goes on where the session stopped in another silo.</summary>
    private void Resume(LiveSession session, MovedSession moved)
    {
        session.Resume(moved);
        foreach (var frame in moved.Frames)
        {
            _inbox.Add(frame);
        }

        StartPump();
    }

    /// <summary>The session's record; null when there is none.</summary>
    private async Task<SessionRecord?> ReadAsync(CancellationToken cancellation)
    {
        var state = new GrainState<SessionRecord>();
        await host.Store.ReadStateAsync(StateName, this.GetGrainId(), state, cancellation);
        (_isStored, _etag) = (state.RecordExists, state.ETag);
        return state.RecordExists ? state.State : null;
    }

    private async Task<bool> TryStoreAsync(SessionRecord record, CancellationToken cancellation)
    {
        try
        {
            var state = new GrainState<SessionRecord>(record, _etag) { RecordExists = _isStored };
            await host.Store.WriteStateAsync(StateName, this.GetGrainId(), state, cancellation);
            (_isStored, _etag) = (true, state.ETag);
            return true;
        }
        catch (Exception exception)
        {
            SessionLog.NotStored(host.Logger, _key, record.NextSequence - 1, exception);
            return false;
        }
    }

    private async Task ForgetAsync()
    {
        if (_isStored)
        {
            var state = new GrainState<SessionRecord>(new SessionRecord(), _etag) { RecordExists = true };
            await host.Store.ClearStateAsync(StateName, this.GetGrainId(), state);
            (_isStored, _etag) = (false, state.ETag);
        }
    }
}
