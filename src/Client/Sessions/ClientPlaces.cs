namespace RnnCluster.Client.Sessions;

/// <summary>The places for frames of all sessions that are not answered yet. A session that finds none stands in line, once.</summary>
/// <remarks>A place that comes back goes to the session that stands in front, which may go to the end of the line for its next frame.</remarks>
internal sealed class ClientPlaces(int count)
{
    private readonly Lock _gate = new();
    private readonly Queue<SessionFlow> _line = new();
    private int _free = count;

    /// <summary>Takes a place, or puts <paramref name="flow"/> in line. Called under the lock of <paramref name="flow"/>.</summary>
    public bool TryTake(SessionFlow flow)
    {
        lock (_gate)
        {
            if (_free > 0 && _line.Count == 0)
            {
                _free--;
                return true;
            }

            if (!flow.IsInLine)
            {
                flow.IsInLine = true;
                _line.Enqueue(flow);
            }

            return false;
        }
    }

    /// <summary>Gives places back. Called outside of every session's lock.</summary>
    public void GiveBack(int places)
    {
        while (TakeForFirst(places) is { } first)
        {
            // One that has nothing to send any more leaves its place to the next.
            places = first.TrySendWaiting() ? 0 : 1;
        }
    }

    /// <summary>Who gets a place now; null when none is free or nobody waits.</summary>
    private SessionFlow? TakeForFirst(int places)
    {
        lock (_gate)
        {
            _free += places;
            if (_free == 0 || !_line.TryDequeue(out var first))
            {
                return null;
            }

            _free--;
            first.IsInLine = false;
            return first;
        }
    }
}
