namespace RnnCluster.Grains.Sessions;

/// <summary>How many sessions are in the memory of this silo.</summary>
internal sealed class SessionCensus
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Counts one more, unless <paramref name="limit"/> is reached.</summary>
    public bool TryEnter(int limit)
    {
        if (Interlocked.Increment(ref _count) <= limit)
        {
            return true;
        }

        Interlocked.Decrement(ref _count);
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _count);
}
