using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Client.Sessions;

// Frames that go again: when the cluster asks, when an answer is missing, and when nothing was heard for too long.
internal sealed partial class SessionFlow
{
    // As many as the session's inbox surely has room for; the rest follows when some of them are answered.
    private const int ResendLimit = 512;

    // Silent after so many resends: the stream that the answers come on may be what was lost.
    private const int ResendsBeforeRenewal = 1;
    private const int LongestPatienceMs = 4_000;
    private const long Nothing = -1;

    // Frames behind this one are not sent before its answer comes near: the session has no room for them.
    private long _heldAfter = Nothing;

    // The oldest missing answer that was asked for because a later one came.
    private long _missing = Nothing;

    private bool IsHolding => _heldAfter != Nothing;

    /// <summary>Sends what is unanswered again when nothing was heard for too long.</summary>
    /// <param name="framesLeft">How many frames all sessions of the client may send again now; counted down.</param>
    /// <returns>Whether the session waits for an answer; otherwise it joins the watch again with its next frame.</returns>
    public bool ResendIfSilent(ref int framesLeft)
    {
        bool isReplyDoubtful;
        lock (_gate)
        {
            if (_window.Count == 0 || _isEnded)
            {
                _isWatched = false;
                return false;
            }

            if (framesLeft <= 0 || _client.Time.GetElapsedTime(_quietSince).TotalMilliseconds < PatienceMs())
            {
                return true;
            }

            framesLeft -= Math.Min(_window.Count, ResendLimit);
            _quietSince = _client.Time.GetTimestamp();
            _missing = Nothing;
            isReplyDoubtful = ++_silentTries > ResendsBeforeRenewal;
        }

        _ = ResendUnansweredAsync(isReplyDoubtful);
        return true;
    }

    private double PatienceMs()
    {
        var first = _client.Options.ResendAfterMs;
        return Math.Min((double)first * (1 << Math.Min(_silentTries, 10)), Math.Max(first, LongestPatienceMs));
    }

    private async Task ResendUnansweredAsync(bool isReplyDoubtful)
    {
        if (isReplyDoubtful || _client.Replies.IsSilent(_replyKey))
        {
            await _client.Replies.RenewAsync(_replyKey);
        }

        ResendOldest();
    }

    /// <summary>An answer came whose forerunner did not: outputs keep their order, so that one is lost.</summary>
    private void ResendMissing()
    {
        lock (_gate)
        {
            if (_missing == _window.OldestSequence)
            {
                return;
            }

            _missing = _window.OldestSequence;
        }

        ResendOldest();
    }

    private void ResendOldest()
    {
        long oldest;
        lock (_gate)
        {
            if (_window.Count == 0 || _isEnded)
            {
                return;
            }

            oldest = _window.WaitsForEarlier ? Nothing : _window.OldestSequence;
        }

        if (oldest == Nothing)
        {
            _ = AskForEarlierAsync();
            return;
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

            isKept = TakeAgain(sequence, out mustSend);
        }

        if (!isKept)
        {
            _ = EndIfLostAsync(sequence);
            return;
        }

        ClientLog.Resending(_client.Logger, Name, sequence);
        SendIf(mustSend);
    }

    private bool TakeAgain(long sequence, out bool mustSend)
    {
        mustSend = false;
        if (_window.From(sequence, ResendLimit) is not { } frames)
        {
            _heldAfter = Nothing;
            return false;
        }

        if (frames.Count > 0)
        {
            _heldAfter = frames[^1].Sequence < _window.NextSequence - 1 ? frames[^1].Sequence : Nothing;
            mustSend = _publisher!.TakeAgain(frames);
        }

        return true;
    }

    /// <summary>Lets the frames that are held follow when the answers come near them, and holds those that the session has no room for.</summary>
    /// <returns>Whether the publisher must send.</returns>
    private bool TakeHeld(OutputFrame output, AnswerPlace place)
    {
        if (place == AnswerPlace.NotTaken)
        {
            var before = output.Sequence - 1;
            if (output.Error!.Code == ErrorCodes.TooManyFrames && before >= _window.OldestSequence && (!IsHolding || before < _heldAfter))
            {
                _heldAfter = before;
            }

            return false;
        }

        if (!IsHolding || output.Sequence < _heldAfter - (ResendLimit / 2) || _isEnded)
        {
            return false;
        }

        TakeAgain(_heldAfter + 1, out var mustSend);
        return mustSend;
    }

    /// <summary>A request may come twice, the second time when its frames are answered: the session itself knows what it misses.</summary>
    private async Task EndIfLostAsync(long sequence)
    {
        try
        {
            var position = await PatientCall.CallAsync(_grain.GetPositionAsync, _client.Patience, CancellationToken.None);
            lock (_gate)
            {
                if (position.NextSequence >= _window.KeptFrom)
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

        End(Lost($"it asks for frame {sequence}, which was answered and is not kept any more"));
    }

    private SessionException Lost(string reason) =>
        new(ErrorCodes.SessionLost, $"the cluster lost the state of session {Name}: {reason}");
}
