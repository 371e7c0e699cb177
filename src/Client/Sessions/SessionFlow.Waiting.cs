namespace RnnCluster.Client.Sessions;

internal sealed partial class SessionFlow
{
    /// <summary>Sends the frame that stands first in line on a place of the client's.</summary>
    /// <returns>Whether there was one, and room for it.</returns>
    public bool TrySendWaiting()
    {
        var isPlaceLeft = true;
        bool mustSend;
        lock (_gate)
        {
            mustSend = TakeWaiting(ref isPlaceLeft);
        }

        SendIf(mustSend);
        return !isPlaceLeft;
    }

    /// <summary>Gives the place of a frame back whose answer was read.</summary>
    public void GiveBack()
    {
        var isPlaceLeft = false;
        bool mustSend;
        lock (_gate)
        {
            _freePlaces++;
            mustSend = TakeWaiting(ref isPlaceLeft);
        }

        SendIf(mustSend);
    }

    /// <summary>The reader of an answer is done with it: the session need not keep it.</summary>
    public void Confirm(long sequence)
    {
        lock (_gate)
        {
            _window.Confirm(sequence);
        }
    }

    /// <summary>Answers are handed on to somebody who says how far they came, or does not.</summary>
    public void HandOn()
    {
        lock (_gate)
        {
            _window.HandOn();
        }
    }

    /// <summary>All answers up to <paramref name="sequence"/> came to where they were handed on to.</summary>
    public void ConfirmThrough(long sequence)
    {
        lock (_gate)
        {
            _window.ConfirmThrough(sequence);
        }
    }

    /// <summary>Takes from the line what there is room for.</summary>
    /// <param name="isPlaceLeft">Whether the client gave a place; afterwards, whether it was of no use.</param>
    /// <returns>Whether the publisher must send.</returns>
    private bool TakeWaiting(ref bool isPlaceLeft)
    {
        var mustSend = false;
        while (_line is { IsEmpty: false } && _freePlaces > 0 && (isPlaceLeft || _client.Places.TryTake(this)))
        {
            isPlaceLeft = false;
            if (_line.TryTakeFirst(out var waiting))
            {
                mustSend |= Number(waiting.Draft, waiting.Own, out var sequence);
                waiting.SetResult(sequence);
            }
        }

        if (_line is { IsEmpty: true })
        {
            _line = null;
        }

        return mustSend;
    }
}
