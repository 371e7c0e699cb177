using System.Diagnostics.CodeAnalysis;

namespace RnnCluster.Client.Sessions;

/// <summary>The frames of one session that wait for room, first come, first served.</summary>
/// <param name="gate">The session's lock; guards the line too.</param>
internal sealed class SendLine(Lock gate)
{
    private readonly LinkedList<WaitingSend> _line = new();

    /// <summary>Whether nobody waits.</summary>
    public bool IsEmpty => _line.Count == 0;

    /// <summary>Stands at the end of the line until the frame is sent.</summary>
    public Task<long> JoinAsync(FrameDraft draft, AnswerQueue? own, CancellationToken cancellation)
    {
        var waiting = new WaitingSend(draft, own);
        var place = _line.AddLast(waiting);
        waiting.Cancelling = cancellation.UnsafeRegister((_, cancelled) => Leave(place, cancelled), null);
        return waiting.Task;
    }

    /// <summary>Takes the first out of the line: it is sent now.</summary>
    public bool TryTakeFirst([NotNullWhen(true)] out WaitingSend? waiting)
    {
        waiting = _line.First?.Value;
        if (waiting is null)
        {
            return false;
        }

        _line.RemoveFirst();
        // Does not wait for a cancellation that is under way: that one finds the frame gone.
        waiting.Cancelling.Unregister();
        return true;
    }

    /// <summary>Refuses all that wait.</summary>
    public void Refuse(Exception refusal)
    {
        while (TryTakeFirst(out var waiting))
        {
            waiting.SetException(refusal);
        }
    }

    private void Leave(LinkedListNode<WaitingSend> place, CancellationToken cancelled)
    {
        lock (gate)
        {
            if (place.List is null)
            {
                return;
            }

            _line.Remove(place);
        }

        place.Value.SetCanceled(cancelled);
    }
}
