using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Grains.Sessions;

/// <summary>A session's frames that are not applied yet, in order and without holes, and what is to be done between them.</summary>
/// <remarks>A session that keeps up has one frame at a time; a queue is there only while more of them wait.</remarks>
internal sealed class SessionInbox(long nextSequence, int framesLimit)
{
    private SessionWork _first;
    private Queue<SessionWork>? _behind;
    private int _frames;
    private bool _inHand;
    private long? _askedAt;

    /// <summary>The sequence number that is taken in next.</summary>
    public long NextSequence { get; private set; } = nextSequence;

    /// <summary>The frames that nobody has taken out, the next one first.</summary>
    public IEnumerable<InputFrame> Waiting => (_behind ?? []).Prepend(_first).Select(work => work.Frame).OfType<InputFrame>();

    /// <summary>Whether no further frame is taken in now.</summary>
    public bool IsFull => _frames >= framesLimit;

    private bool IsEmpty => _first == default;

    /// <summary>Where <paramref name="frame"/> belongs.</summary>
    public FramePlace Place(InputFrame frame) => frame.Sequence switch
    {
        < 0 => FramePlace.Invalid,
        var sequence when sequence > NextSequence => FramePlace.Gap,
        var sequence when sequence == NextSequence => IsFull ? FramePlace.Full : FramePlace.Next,
        var sequence => sequence >= NextSequence - _frames ? FramePlace.Waiting : FramePlace.Applied,
    };

    /// <summary>Takes in a frame, which must be <see cref="FramePlace.Next"/>.</summary>
    public void Add(InputFrame frame, long arrival = 0)
    {
        Add(new SessionWork(frame, Action: null, arrival));
        _frames++;
        NextSequence++;
        _askedAt = null;
    }

    /// <summary>Takes in what is to be done when all frames so far are.</summary>
    public void Add(SessionAction action) => Add(new SessionWork(Frame: null, action));

    /// <summary>Takes the oldest work out. A frame counts as waiting until the next call.</summary>
    public bool TryTake(out SessionWork work)
    {
        if (_inHand)
        {
            _frames--;
        }

        work = _first;
        _inHand = work.Frame is not null;
        var taken = !IsEmpty;
        if (_behind is null || !_behind.TryDequeue(out _first))
        {
            _first = default;
            _behind = null;
        }

        return taken;
    }

    /// <summary>Gives up all frames from the next one on, which is <paramref name="sequence"/> again; what is to be done between frames stays.</summary>
    public void Restart(long sequence)
    {
        var actions = (_behind ?? []).Prepend(_first).Where(work => work.Action is not null).ToList();
        (_first, _behind, _frames, _inHand, NextSequence) = (default, null, 0, false, sequence);
        actions.ForEach(Add);
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

    private void Add(SessionWork work)
    {
        if (IsEmpty)
        {
            _first = work;
        }
        else
        {
            (_behind ??= new Queue<SessionWork>()).Enqueue(work);
        }
    }
}
