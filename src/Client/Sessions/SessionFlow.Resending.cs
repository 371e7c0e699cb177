using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Client.Sessions;

internal sealed partial class SessionFlow
{
    // Silent after so many resends: the stream that the answers come on may be what was lost.
    private const int ResendsBeforeRenewal = 2;
    private const int PatienceDoublingsLimit = 6;

    /// <summary>Sends what is unanswered again when nothing was heard for too long.</summary>
    /// <returns>Whether the session waits for an answer; otherwise it joins the watch again with its next frame.</returns>
    public bool ResendIfSilent()
    {
        bool isReplyDoubtful;
        lock (_gate)
        {
            if (_window.Count == 0)
            {
                _isWatched = false;
                return false;
            }

            var patienceMs = (double)_client.Options.ResendAfterMs * (1 << Math.Min(_silentTries, PatienceDoublingsLimit));
            if (_client.Time.GetElapsedTime(_lastHeard).TotalMilliseconds < patienceMs)
            {
                return true;
            }

            isReplyDoubtful = ++_silentTries > ResendsBeforeRenewal;
        }

        _ = ResendUnansweredAsync(isReplyDoubtful);
        return true;
    }

    private async Task ResendUnansweredAsync(bool isReplyDoubtful)
    {
        if (isReplyDoubtful)
        {
            await _client.Replies.RenewAsync(_replyKey);
        }

        long oldest;
        lock (_gate)
        {
            if (_window.Count == 0)
            {
                return;
            }

            oldest = _window.OldestSequence;
        }

        Resend(oldest);
    }

    private void Resend(long sequence)
    {
        bool isKept;
        bool mustSend;
        lock (_gate)
        {
            if (_isEnded || _publisher is null)
            {
                return;
            }

            var frames = _window.From(sequence);
            isKept = frames is not null;
            mustSend = frames is not null && _publisher.TakeAgain(frames);
        }

        if (!isKept)
        {
            _ = EndIfLostAsync(sequence);
            return;
        }

        ClientLog.Resending(_client.Logger, Name, sequence);
        SendIf(mustSend);
    }

    /// <summary>A request may come twice, the second time when its frames are answered: the session itself knows what it misses.</summary>
    private async Task EndIfLostAsync(long sequence)
    {
        try
        {
            var position = await _grain.GetPositionAsync();
            lock (_gate)
            {
                if (position.NextSequence >= _window.OldestSequence)
                {
                    return;
                }
            }
        }
        catch (Exception exception)
        {
            // The session asks again when it still misses something.
            ClientLog.PositionUnknown(_client.Logger, Name, exception);
            return;
        }

        End(new SessionException(ErrorCodes.SessionLost,
            $"the cluster lost the state of session {Name}: it asks for frame {sequence}, which was answered and is not kept any more"));
    }
}
