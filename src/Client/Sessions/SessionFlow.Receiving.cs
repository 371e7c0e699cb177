using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Client.Sessions;

// What the cluster sends: answers, requests and news.
internal sealed partial class SessionFlow
{
    /// <summary>Told of what happens to the session; null when nobody listens.</summary>
    public Action<SessionNotice>? Noticed { get; set; }

    /// <summary>Takes in what the cluster sent.</summary>
    public void Receive(OutputFrame output)
    {
        if (output.ResendFrom is not null || output.Notice is not null)
        {
            ReceiveNews(output);
            return;
        }

        AnswerPlace place;
        bool mustSend;
        lock (_gate)
        {
            place = _window.Take(output);
            if (place < AnswerPlace.Early)
            {
                Heard(place);
            }

            mustSend = TakeHeld(output, place);
        }

        if (place is AnswerPlace.LastPart or AnswerPlace.LastPartHidden)
        {
            _client.Places.GiveBack(1);
        }

        SendIf(mustSend);
        if (place == AnswerPlace.LastPartHidden)
        {
            // No reader will.
            GiveBack();
        }
        else if (place == AnswerPlace.Early)
        {
            ResendMissing();
        }
    }

    private void Heard(AnswerPlace place)
    {
        _quietSince = _client.Time.GetTimestamp();
        if (place == AnswerPlace.Old)
        {
            return;
        }

        _silentTries = 0;
        CompleteOutputs();
        if (_window.HasLetGo && !_isToldOfLoss)
        {
            _isToldOfLoss = true;
            ClientLog.FramesLetGo(_client.Logger, Name, _window.DurableThrough, _window.KeptFrom);
        }
    }

    private void ReceiveNews(OutputFrame output)
    {
        lock (_gate)
        {
            _window.Cover(output.DurableThrough);
        }

        if (output.ResendFrom is { } missing)
        {
            Resend(missing);
        }

        if (output.Notice is { } notice)
        {
            Take(notice);
        }
    }

    private void Take(SessionNotice notice)
    {
        lock (_gate)
        {
            // News of a session that had this name before comes late. A refused one, of which a silo knows nothing, is whoever sends.
            var isOurs = notice.Incarnation == _window.Incarnation || notice is { Kind: SessionNoticeKind.Refused, Incarnation: 0 };
            if (_isEnded || _publisher is null || !isOurs)
            {
                return;
            }
        }

        try
        {
            Noticed?.Invoke(notice);
        }
        catch (Exception exception)
        {
            // Outputs of other sessions wait behind this one.
            ClientLog.ListenerFailed(_client.Logger, Name, exception);
        }

        if (notice.Kind == SessionNoticeKind.Closed)
        {
            End(new SessionException(ErrorCodes.Closed, $"session {Name} was closed: {notice.Message}"));
        }
    }
}
