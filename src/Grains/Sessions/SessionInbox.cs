using System.Diagnostics.CodeAnalysis;
using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Grains.Sessions;

/// <summary>A session's frames that are not applied yet, in order and without holes.</summary>
internal sealed class SessionInbox(long nextSequence, int framesLimit)
{
    private readonly Queue<SessionWork> _work = new();
    private int _frames;
    private bool _inHand;
    private long? _askedAt;

    /// <summary>The sequence number that is taken in next.</summary>
    public long NextSequence { get; private set; } = nextSequence;

    /// <summary>Where <paramref name="frame"/> belongs.</summary>
    public FramePlace Place(InputFrame frame) => frame.Sequence switch
    {
        < 0 => FramePlace.Invalid,
        var sequence when sequence > NextSequence => FramePlace.Gap,
        var sequence when sequence == NextSequence => _frames < framesLimit ? FramePlace.Next : FramePlace.Full,
        var sequence => sequence >= NextSequence - _frames ? FramePlace.Waiting : FramePlace.Applied,
    };

    /// <summary>Takes in work; a frame must be <see cref="FramePlace.Next"/>.</summary>
    public void Add(SessionWork work)
    {
        _work.Enqueue(work);
        if (work.Frame is not null)
        {
            _frames++;
            NextSequence++;
            _askedAt = null;
        }
    }

    /// <summary>Takes the oldest work out. A frame counts as waiting until the next call.</summary>
    public bool TryTake([NotNullWhen(true)] out SessionWork? work)
    {
        if (_inHand)
        {
            _frames--;
        }

        var taken = _work.TryDequeue(out work);
        _inHand = taken && work!.Frame is not null;
        return taken;
    }

    /// <summary>Whether it is time to ask for the missing frames: at once, then again every <paramref name="interval"/> until one comes.</summary>
    public bool MayAsk(TimeProvider time, TimeSpan interval)
    {
        if (_askedAt is { } asked && time.GetElapsedTime(asked) < interval)
        {
            return false;
        }

        _askedAt = time.GetTimestamp();
        return true;
    }
}
