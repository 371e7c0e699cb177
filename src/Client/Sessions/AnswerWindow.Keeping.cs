using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Client.Sessions;

// What is kept behind the answers: frames that a crash of their silo could undo.
internal sealed partial class AnswerWindow
{
    private HashSet<long>? _readAhead;
    private long _readThrough = -1;
    private bool _isHandedOn;

    /// <summary>Whether frames were let go that no checkpoint covers, because there were too many of them.</summary>
    public bool HasLetGo { get; private set; }

    /// <summary>All answers up to this sequence number came, and their readers are done with them: the session need not keep them.</summary>
    public long ConfirmedThrough => Math.Min(OldestSequence - 1, _readThrough);

    /// <summary>What frames say of <see cref="ConfirmedThrough"/>: nothing, as long as nobody knows how far the answers came that were handed on.</summary>
    public long SaidThrough => _isHandedOn ? InputFrame.AnswersUnknown : ConfirmedThrough;

    /// <summary>The first sequence number that can be sent again.</summary>
    public long KeptFrom => _kept?.Frame.Sequence ?? NextSequence;

    /// <summary>Takes the answers to frames that an earlier process sent, before the cluster has said where the session stands.</summary>
    /// <param name="answeredThrough">The reader has all answers up to this sequence number.</param>
    /// <param name="outputs">Where the answers go.</param>
    public void Expect(long answeredThrough, AnswerQueue outputs)
    {
        _earlier = new EarlierFrames(outputs, answeredThrough);
        OldestSequence = answeredThrough + 1;
        NextSequence = long.MaxValue;
        _readThrough = answeredThrough;
    }

    /// <summary>Goes on, after <see cref="Expect"/>, where the cluster says that the session stands.</summary>
    /// <remarks>When that is before what the reader has, the frames up to there are sent again, and their answers are not shown.</remarks>
    public void ResumeAt(SessionPosition position)
    {
        var earlier = _earlier!;
        earlier.ShownThrough = OldestSequence - 1;
        earlier.FirstSent = NextSequence = position.NextSequence;
        OldestSequence = Math.Min(OldestSequence, NextSequence);
        Incarnation = position.Incarnation;
        DurableThrough = position.DurableThrough;
        ForgetEarlier();
    }

    /// <summary>Up to <paramref name="limit"/> frames from <paramref name="sequence"/> on, to be sent again; null when some of them are not kept any more.</summary>
    public IReadOnlyList<InputFrame>? From(long sequence, int limit)
    {
        if (sequence < KeptFrom)
        {
            return null;
        }

        var frames = new List<InputFrame>();
        var first = _unanswered?.Frame.Sequence <= sequence ? _unanswered : _kept;
        for (var sent = first; sent is not null && frames.Count < limit; sent = sent.Next)
        {
            if (sent.Frame.Sequence >= sequence)
            {
                frames.Add(sent.Frame);
            }
        }

        return frames;
    }

    /// <summary>A checkpoint covers the frames up to <paramref name="sequence"/>.</summary>
    public void Cover(long sequence)
    {
        DurableThrough = Math.Max(DurableThrough, Math.Min(sequence, NextSequence - 1));
        LetGo();
    }

    /// <summary>The reader of an answer is done with it.</summary>
    public void Confirm(long sequence)
    {
        if (sequence != _readThrough + 1)
        {
            // Answers of their own have their own readers.
            if (sequence > _readThrough)
            {
                (_readAhead ??= []).Add(sequence);
            }

            return;
        }

        _readThrough = sequence;
        while (_readAhead is not null && _readAhead.Remove(_readThrough + 1))
        {
            _readThrough++;
        }
    }

    /// <summary>The reader only hands answers on; whether they come to their end is not known before <see cref="ConfirmThrough"/>.</summary>
    public void HandOn() => _isHandedOn = true;

    /// <summary>All answers up to <paramref name="sequence"/> came to where they were handed on to.</summary>
    public void ConfirmThrough(long sequence)
    {
        _isHandedOn = false;
        _readThrough = Math.Max(_readThrough, sequence);
    }

    private void Append(SentFrame sent)
    {
        if (_newest is null)
        {
            _kept = sent;
        }
        else
        {
            _newest.Next = sent;
        }

        _newest = sent;
        _unanswered ??= sent;
    }

    private void CompleteOldest()
    {
        _nextPart = 0;
        if (!WaitsForEarlier)
        {
            var answered = _unanswered!;
            answered.Complete(failure: null);
            _unanswered = answered.Next;
            _keptBytes += answered.Bytes;
        }

        OldestSequence++;
        ForgetEarlier();
        LetGo();
    }

    private void ForgetEarlier()
    {
        if (_earlier is { } earlier && OldestSequence >= earlier.FirstSent && OldestSequence > earlier.ShownThrough)
        {
            _earlier = null;
        }
    }

    private void LetGo()
    {
        while (_kept is { } oldest && oldest != _unanswered && (oldest.Frame.Sequence <= DurableThrough || IsTooMuch(oldest)))
        {
            HasLetGo |= oldest.Frame.Sequence > DurableThrough;
            _keptBytes -= oldest.Bytes;
            _kept = oldest.Next;

            // An old object must not hold the younger ones behind it until the next full collection.
            oldest.Next = null;
        }

        if (_kept is null)
        {
            _newest = null;
        }
    }

    private bool IsTooMuch(SentFrame oldest) =>
        OldestSequence - oldest.Frame.Sequence > options.RetainedFramesLimit || _keptBytes > options.RetainedBytesLimit;
}
