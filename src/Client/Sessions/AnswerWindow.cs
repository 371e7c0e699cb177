using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Client.Sessions;

/// <summary>The frames of a session that are not answered yet: finds each output its frame, exactly once and in order.</summary>
/// <remarks>Outputs that come twice are dropped; when one is missing, those behind it are dropped too, until it was sent again.</remarks>
internal sealed class AnswerWindow
{
    private SentFrame? _oldest;
    private SentFrame? _newest;
    private int _nextPart;

    /// <summary>The sequence number that the next frame gets.</summary>
    public long NextSequence { get; private set; }

    /// <summary>How many frames wait for their answer.</summary>
    public int Count { get; private set; }

    /// <summary>The first sequence number that is not answered.</summary>
    public long OldestSequence => _oldest?.Frame.Sequence ?? NextSequence;

    /// <summary>Goes on where the cluster says that the session stands.</summary>
    public void StartAt(long sequence) => NextSequence = sequence;

    /// <summary>Makes a frame of a draft, with the next sequence number, and remembers it.</summary>
    /// <remarks>One that is too large to travel takes its number too: an empty frame goes in its place, which the session refuses.</remarks>
    /// <returns>The frame to be sent.</returns>
    public InputFrame Add(FrameDraft draft, string replyTo, AnswerQueue answer, bool isOwn)
    {
        var refusal = FrameSize.Refusal(draft.Input);
        if (refusal is not null)
        {
            draft = new FrameDraft(Input: null, Scores: draft.Scores);
        }

        var answeredThrough = OldestSequence - 1;
        var frame = new InputFrame
        {
            Sequence = NextSequence++,
            Input = draft.Input,
            Generation = draft.Generation,
            End = draft.End,
            Scores = draft.Scores,
            ReplyTo = replyTo,
            AnsweredThrough = answeredThrough,
        };
        var sent = new SentFrame(frame, answer, isOwn, refusal);
        if (_newest is null)
        {
            _oldest = sent;
        }
        else
        {
            _newest.Next = sent;
        }

        _newest = sent;
        Count++;
        return frame;
    }

    /// <summary>Takes an output in.</summary>
    /// <returns>What is to be done about it.</returns>
    public AnswerPlace Take(OutputFrame output)
    {
        if (_oldest is not { } oldest || output.Sequence < oldest.Frame.Sequence)
        {
            return AnswerPlace.Old;
        }

        // Neither took the frame's number: an answer of this kind is no answer.
        if (output.Error?.Code is ErrorCodes.TooManyFrames or ErrorCodes.TooManySessions)
        {
            return AnswerPlace.NotTaken;
        }

        if (output.Sequence > oldest.Frame.Sequence || output.Part > _nextPart)
        {
            return AnswerPlace.Early;
        }

        if (output.Part < _nextPart && output.Error is null)
        {
            return AnswerPlace.Old;
        }

        _nextPart++;
        oldest.Answer.Write(oldest.Refusal is null ? output : output with { Error = oldest.Refusal });
        if (!output.Last)
        {
            return AnswerPlace.Part;
        }

        RemoveOldest(oldest);
        if (oldest.IsOwn)
        {
            oldest.Answer.Complete();
        }

        return AnswerPlace.LastPart;
    }

    /// <summary>Frames from <paramref name="sequence"/> on, to be sent again; null when some of them are not kept any more.</summary>
    public IReadOnlyList<InputFrame>? From(long sequence)
    {
        if (sequence < OldestSequence)
        {
            return null;
        }

        var frames = new List<InputFrame>();
        for (var sent = _oldest; sent is not null; sent = sent.Next)
        {
            if (sent.Frame.Sequence >= sequence)
            {
                frames.Add(sent.Frame);
            }
        }

        return frames;
    }

    /// <summary>Gives up on all frames.</summary>
    /// <returns>How many there were.</returns>
    public int Clear(Exception? failure)
    {
        for (var sent = _oldest; sent is not null; sent = sent.Next)
        {
            if (sent.IsOwn)
            {
                sent.Answer.Complete(failure ?? new OperationCanceledException("the session was closed"));
            }
        }

        var count = Count;
        (_oldest, _newest, Count) = (null, null, 0);
        return count;
    }

    private void RemoveOldest(SentFrame oldest)
    {
        _nextPart = 0;
        _oldest = oldest.Next;
        if (_oldest is null)
        {
            _newest = null;
        }

        Count--;
    }
}
