using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Grains.Sessions;

/// <summary>Which version of its model the session is on, when whoever opens it says so.</summary>
internal sealed partial class SessionGrain
{
    /// <summary>Puts a session that has not begun on the version that its opening names.</summary>
    /// <exception cref="SessionException">That version is not served here.</exception>
    private async ValueTask UseVersionAsync(LiveSession session, OpenRequest opening)
    {
        if (opening.ModelVersion is { } version && version != session.Model.Version && !session.HasBegun)
        {
            session.Use(await host.FindReaderAsync(_key, version));
            host.Census.TryEnter(GrainContext, session.Model, host.Options.SessionsLimit);
        }
    }

    /// <summary>The same for a session that is played from its first frame. On another version it would be another session: it is refused.</summary>
    private async ValueTask<bool> TryUseVersionAsync(LiveSession session, InputFrame frame, OpenRequest opening)
    {
        try
        {
            await UseVersionAsync(session, opening);
            return true;
        }
        catch (SessionException refusal)
        {
            SessionLog.Refused(host.Logger, _key, refusal.Code, refusal.Message);
            _session = null;
            _refusal = refusal;
            await ReplyAsync(frame.ReplyTo ?? session.ReplyTo, Refusal(frame, refusal));
            DeactivateOnIdle();
            return false;
        }
    }

    /// <summary>The session was closed: its key is that of a new one, on what new sessions get now.</summary>
    private async ValueTask BeginAnewAsync()
    {
        try
        {
            _session = await AdmitAsync(record: null);
        }
        catch (SessionException refusal)
        {
            // Its model is not there any more.
            _session = null;
            _refusal = refusal;
        }

        _inbox = new SessionInbox(nextSequence: 0, host.Options.InboxFramesLimit);
    }
}
