using RnnCluster.Abstractions.Sessions;
using RnnCluster.Streams.Sending;

namespace RnnCluster.Oracle.Harm;

/// <summary>Loses and doubles stream events of a process by seeded chance.</summary>
internal sealed class StreamHarm(StreamHarmSettings settings) : ILiveStreamFilter
{
    private const double Range = ulong.MaxValue;

    private long _events;
    private long _dropped;
    private long _doubled;

    /// <summary>Events that were lost so far.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Events that were doubled so far.</summary>
    public long Doubled => Volatile.Read(ref _doubled);

    public int Copies(StreamId stream, object item)
    {
        var draw = SessionSeed.Derive(settings.Seed, Interlocked.Increment(ref _events)) / Range;
        if (draw < settings.Dropped)
        {
            Interlocked.Increment(ref _dropped);
            return 0;
        }

        if (draw >= settings.Dropped + settings.Doubled)
        {
            return 1;
        }

        Interlocked.Increment(ref _doubled);
        return 2;
    }
}
