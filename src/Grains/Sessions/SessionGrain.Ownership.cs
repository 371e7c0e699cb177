using Orleans.Storage;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Grains.Checkpoints;

namespace RnnCluster.Grains.Sessions;

/// <summary>Which activation the session's record belongs to: one that takes over shuts out the one before, wherever that still runs.</summary>
internal sealed partial class SessionGrain
{
    /// <summary>Reads the session's record and makes it this activation's own: who had it before can write no more.</summary>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="SessionException">The record is damaged, or the store cannot be reached.</exception>
    private async Task<SessionRecord?> TakeOverAsync()
    {
        while (true)
        {
            var found = await host.Checkpoints.ReadAsync(this.GetGrainId(), StateName);
            _etag = found.ETag;
            if (found.Content is null)
            {
                return null;
            }

            var record = await DecodeAsync(found.Content);
            if (!host.Checkpoints.OutlivesSilos)
            {
                return record;
            }

            record.Generation++;
            try
            {
                _etag = await WriteRecordAsync(record);
                _generation = record.Generation;
                return record;
            }
            catch (InconsistentStateException)
            {
                // The activation before this one was just writing; what it wrote counts.
            }
        }
    }

    /// <summary>
    /// A frame broke the state, which must not be stored: the session goes back to its record, and refuses this frame when it comes again.
    /// </summary>
    private async ValueTask FailAsync(LiveSession session, InputFrame frame)
    {
        _session = null;
        _refusal = LiveSession.Failure(frame.Sequence);
        TellReaders();
        if (IsDurable(session))
        {
            try
            {
                await _write;
                var record = await TakeOverAsync() ?? host.Create(_key, record: null).ToRecord(_generation);
                record.FailedFrames = [.. record.FailedFrames, frame.Sequence];
                await WriteRecordAsync(record);
            }
            catch (Exception exception)
            {
                CheckpointLog.Postponed(host.Logger, _key, frame.Sequence, exception);
            }
        }

        await ReplyAsync(frame.ReplyTo, Refusal(frame, _refusal));
        DeactivateOnIdle();
    }

    /// <summary>
    /// Makes sure that the session is this activation's before it asks for frames: one that was given up would ask for frames that nobody
    /// keeps any more. Where there ought to be a record and is none, it makes one, so that nobody else can behind its back.
    /// </summary>
    private async ValueTask ClaimAsync(LiveSession session)
    {
        if (_etag is not null && IsDurable(session))
        {
            await RequireOwnAsync(session);
            return;
        }

        if (_etag is null && session.NextSequence == 0 && _pump.IsCompleted && IsDurable(session))
        {
            _generation++;
            await WriteNowAsync(session);
        }
    }

    private async ValueTask RequireOwnAsync(LiveSession session)
    {
        try
        {
            var (record, _) = await FindRecordAsync();
            if (record is null || record.Generation > _generation)
            {
                Leave(record?.NextSequence ?? 0);
            }
        }
        catch (SessionException exception)
        {
            // Who cannot be asked contradicts nobody.
            CheckpointLog.Postponed(host.Logger, _key, session.NextSequence - 1, exception);
        }
    }

    /// <summary>The session's record as the store has it now, whosesoever it is; null when there is none.</summary>
    private async Task<(SessionRecord? Record, string? ETag)> FindRecordAsync()
    {
        var found = await host.Checkpoints.ReadAsync(this.GetGrainId(), StateName);
        return (found.Content is null ? null : await DecodeAsync(found.Content), found.ETag);
    }

    /// <summary>Writes a record in place of the version that this activation knows.</summary>
    /// <returns>The new version.</returns>
    private Task<string?> WriteRecordAsync(SessionRecord record) =>
        host.Checkpoints.WriteAsync(this.GetGrainId(), StateName, host.Checkpoints.Format.Encode(record), _etag);

    private async Task<SessionRecord> DecodeAsync(byte[] content)
    {
        try
        {
            return host.Checkpoints.Format.Decode(content);
        }
        catch (SessionException exception)
        {
            CheckpointLog.Damaged(host.Logger, _key, exception.Message);
            await host.Checkpoints.KeepAsideAsync(this.GetGrainId(), content);
            throw new SessionException(exception.Code, $"{exception.Message}; it is kept aside, and closing the session frees its key");
        }
    }

    /// <summary>Somebody else wrote the record: an activation that took over from this one, or one that this one took over from.</summary>
    private async Task MeetOtherAsync(LiveSession session)
    {
        try
        {
            var (record, etag) = await FindRecordAsync();
            if (record is null ? _etag is not null : record.Generation > _generation || record.NextSequence > session.NextSequence)
            {
                Leave(record?.NextSequence ?? 0);
                return;
            }

            _etag = etag;
            AwaitDue(SlotWait);
        }
        catch (SessionException exception)
        {
            CheckpointLog.Postponed(host.Logger, _key, session.NextSequence - 1, exception);
            BackOff();
        }
    }

    /// <summary>The session is elsewhere: this activation says nothing any more.</summary>
    private void Leave(long nextSequence)
    {
        CheckpointLog.Superseded(host.Logger, _key, nextSequence);
        _hasLeft = true;
        TellReaders();
        _held = null;
        while (_inbox.TryTake(out var work))
        {
            work.Action?.Refuse(Gone());
        }

        DeactivateOnIdle();
    }

    private SessionException Gone() => new(ErrorCodes.Internal, $"session {_key} has gone to another silo; call it again");
}
