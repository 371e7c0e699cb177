using Orleans.Storage;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Grains.Checkpoints;

namespace RnnCluster.Grains.Sessions;

/// <summary>How the session's record in the store follows the session, while that goes on.</summary>
internal sealed partial class SessionGrain : ICheckpointed
{
    private const string StateName = "session";
    private static readonly Action<object> DueAction = static grain => ((SessionGrain)grain).TakeDue();
    private static readonly TimeSpan SlotWait = TimeSpan.FromMilliseconds(20);

    private Queue<HeldAnswer>? _held;
    private Task _write = Task.CompletedTask;
    private string? _etag;
    private long _generation;
    private long _storedThrough = -1;
    private bool _isForgetting;
    private bool _isInFrame;
    private bool _isAwaitingDue;
    private bool _isBackingOff;
    private bool _isDue;

    void ICheckpointed.CheckpointDue() => GrainContext.Scheduler.QueueAction(DueAction, this);

    /// <summary>Whether the session's outputs can wait for, and its sender rely on, a record that outlives the silos.</summary>
    private bool IsDurable(LiveSession session) => host.Checkpoints.OutlivesSilos && session.Durability != SessionDurability.None;

    private void TakeDue()
    {
        (_isAwaitingDue, _isBackingOff, _isDue) = (false, false, true);
        if (!_isInFrame)
        {
            Checkpoint();
        }
    }

    /// <summary>Writes the session's record if it is time to; the session goes on meanwhile. To be called between two frames.</summary>
    private void Checkpoint()
    {
        if (_hasLeft || _isForgetting || _isBackingOff || _session is not { IsDirty: true } session || !IsDurable(session) || !_write.IsCompleted)
        {
            return;
        }

        if (!IsDue(session) || !session.IsStorable)
        {
            AwaitDue(TimeSpan.FromMilliseconds(host.Options.CheckpointMs));
        }
        else if (host.Checkpoints.TryTakeSlot())
        {
            _write = WriteInSlotAsync(session);
        }
        else
        {
            AwaitDue(SlotWait);
        }
    }

    private bool IsDue(LiveSession session) =>
        _isDue || session.Durability == SessionDurability.EveryFrame
        || session.NextSequence - 1 - _storedThrough >= host.Options.CheckpointFrames;

    private void AwaitDue(TimeSpan delay)
    {
        if (!_isAwaitingDue)
        {
            _isAwaitingDue = true;
            host.Clock.Join(this, delay);
        }
    }

    private async Task WriteInSlotAsync(LiveSession session)
    {
        try
        {
            await WriteAsync(session);
        }
        finally
        {
            host.Checkpoints.GiveSlot();
        }

        // A write that had to wait is an object, which a session at rest need not keep; and this one is not under way any more.
        _write = Task.CompletedTask;
        if (!_isInFrame)
        {
            Checkpoint();
        }
    }

    /// <summary>Writes the session as it is now, behind a write that is under way. To be called between two frames.</summary>
    private async ValueTask WriteNowAsync(LiveSession session)
    {
        while (!_write.IsCompleted)
        {
            await _write;
        }

        _write = WriteAsync(session);
        await _write;
        _write = Task.CompletedTask;
    }

    /// <summary>Writes the session as it is now. What cannot be written now is written later.</summary>
    private async Task WriteAsync(LiveSession session)
    {
        _isDue = false;
        var through = session.NextSequence - 1;
        var writing = WriteRecordAsync(session.ToRecord(_generation));
        session.MarkStored();
        try
        {
            _etag = await writing;
            _storedThrough = through;
            await CoverAsync(session);
        }
        catch (InconsistentStateException)
        {
            session.MarkDirty();
            await MeetOtherAsync(session);
        }
        catch (SessionException exception)
        {
            session.MarkDirty();
            CheckpointLog.Postponed(host.Logger, _key, through, exception);
            BackOff();
        }
    }

    /// <summary>Leaves the store alone for a while.</summary>
    private void BackOff()
    {
        _isBackingOff = true;
        AwaitDue(TimeSpan.FromMilliseconds(host.Options.CheckpointMs));
    }

    /// <summary>The store has what was written: outputs that waited for it leave.</summary>
    private async ValueTask CoverAsync(LiveSession session)
    {
        session.DurableThrough = _storedThrough;
        TellReaders();
        while (_held is not null && _held.TryPeek(out var held) && held.Output.Sequence <= _storedThrough)
        {
            _held.Dequeue();
            await ReplyAsync(held.ReplyTo, held.Output with { DurableThrough = _storedThrough });
        }

        _held = _held is { Count: 0 } ? null : _held;
    }

    /// <summary>What no frame did must be in the store before the session goes on: playing frames again would not bring it back.</summary>
    /// <exception cref="SessionException">The store did not take it; the session goes on from what the store has.</exception>
    private async ValueTask<SessionPosition> StoreChangeAsync(LiveSession session)
    {
        if (IsDurable(session))
        {
            _generation++;
            await WriteNowAsync(session);
            if (session.IsDirty)
            {
                Leave(session.NextSequence);
                throw new SessionException(ErrorCodes.StoreUnavailable,
                    $"the store did not take the change of session {_key}, which stays as it was; try again later");
            }
        }

        return session.Position;
    }

    /// <summary>Stores what is not stored, when the session leaves memory.</summary>
    private async Task<bool> TryStoreAsync(LiveSession session)
    {
        for (var tries = 0; tries < 2 && session.IsDirty && !_hasLeft; tries++)
        {
            await WriteNowAsync(session);
        }

        if (session.IsDirty && !_hasLeft)
        {
            SessionLog.NotStored(host.Logger, _key, session.NextSequence - 1);
        }

        return !session.IsDirty;
    }

    private async Task ForgetAsync()
    {
        // A write that began now would bring the record back, or change it under the hands that clear it.
        _isForgetting = true;
        try
        {
            await _write;
            if (_etag is null && _refusal is null)
            {
                return;
            }

            foreach (var name in _session?.Snapshots ?? [])
            {
                await host.Checkpoints.ClearAsync(this.GetGrainId(), SnapshotName(name));
            }

            _etag = await host.Checkpoints.ClearAsync(this.GetGrainId(), StateName);
            (_generation, _storedThrough) = (0, -1);
        }
        finally
        {
            _isForgetting = false;
        }
    }

    private readonly record struct HeldAnswer(string? ReplyTo, OutputFrame Output);
}
