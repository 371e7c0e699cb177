using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Grains.Sessions;

/// <summary>A session that cannot be in memory now: those who listen to it are told, once and not with each frame.</summary>
internal sealed partial class SessionGrain
{
    // What the store has of a session that cannot come in; null when that is not known.
    private SessionRecord? _shutOut;

    /// <summary>The session stays out of memory; with a record it has a listener, whoever woke it.</summary>
    private void ShutOut(SessionException refusal, SessionRecord? record)
    {
        SessionLog.Refused(host.Logger, _key, refusal.Code, refusal.Message);
        _refusal = refusal;
        _shutOut = record;
        if (record is not null)
        {
            // A listener that has no room must not hold up those who call.
            TellOfRefusalAsync(refusal, replyTo: null).AsTask().Ignore();
        }
    }

    /// <summary>Says on an output stream that the session is refused, unless that was said there.</summary>
    private ValueTask TellOfRefusalAsync(SessionException refusal, string? replyTo)
    {
        // Without a record, nobody knows whether there is a session; a bound passes, and the frame makes one then.
        var isPassing = refusal.Code is ErrorCodes.TooManySessions or ErrorCodes.StoreUnavailable;
        if (refusal != _refusal || (_shutOut is null && !isPassing) || !host.Refusals.TryTell(_key, replyTo ?? _shutOut?.ReplyTo ?? _key))
        {
            return ValueTask.CompletedTask;
        }

        var resumption = refusal.Code switch
        {
            ErrorCodes.TooManySessions => "it wakes on a frame that comes when there is room, the next one or the same once more",
            ErrorCodes.StoreUnavailable => "it wakes on a frame that comes when the store is well, the next one or the same once more",
            _ => "it stays in the store as it is",
        };
        return ReplyAsync(replyTo, new OutputFrame
        {
            Session = _key,
            Sequence = -1,
            Notice = new SessionNotice(SessionNoticeKind.Refused, $"the session cannot be in memory now: {refusal.Message}; {resumption}", _shutOut?.NextSequence ?? 0)
            {
                Incarnation = _shutOut?.Incarnation ?? 0,
            },
        });
    }
}
