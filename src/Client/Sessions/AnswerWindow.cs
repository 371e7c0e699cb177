using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Client.Sessions;

/// <summary>The frames of a session that may have to be sent again: finds each output its frame, exactly once and in order.</summary>
/// <remarks>
/// Outputs that come twice are dropped; when one is missing, those behind it are dropped too, until it was sent again. Parts of an answer
/// are the same each time that a frame is applied, so an answer that broke off goes on with its next part.
/// </remarks>
/// <param name="options">How much is kept.</param>
internal sealed partial class AnswerWindow(RnnClientOptions options)
{
    // The oldest frame that is kept, the oldest one of these that is not answered, and the newest.
    private SentFrame? _kept;
    private SentFrame? _unanswered;
    private SentFrame? _newest;
    private EarlierFrames? _earlier;
    private OpenRequest? _opening;
    private int _nextPart;
    private int _keptBytes;

    /// <summary>The sequence number that the next frame gets.</summary>
    public long NextSequence { get; private set; }

    /// <summary>The first sequence number that is not answered.</summary>
    public long OldestSequence { get; private set; }

    /// <summary>Highest sequence number that a checkpoint covers, as far as the cluster said; −1 for none.</summary>
    public long DurableThrough { get; private set; } = -1;

    /// <summary>Tells the session from earlier ones of the same key, as the cluster says it.</summary>
    public long Incarnation { get; private set; }

    /// <summary>How many frames wait for their answer.</summary>
    public int Count => (int)(NextSequence - OldestSequence);

    /// <summary>Whether the oldest answer that is missing is that to a frame of an earlier process, which cannot be sent again from here.</summary>
    public bool WaitsForEarlier => _earlier is { } earlier && OldestSequence < Math.Min(earlier.FirstSent, NextSequence);

    /// <summary>Goes on where the cluster says that the session stands.</summary>
    /// <param name="position">Where it stands.</param>
    /// <param name="opening">What its first frame says about it; null when that was sent.</param>
    public void StartAt(SessionPosition position, OpenRequest? opening)
    {
        NextSequence = OldestSequence = position.NextSequence;
        _readThrough = NextSequence - 1;
        DurableThrough = position.DurableThrough;
        Incarnation = position.Incarnation;
        _opening = position.NextSequence == 0 ? opening : null;
    }

    /// <summary>Makes a frame of a draft, with the next sequence number, and remembers it.</summary>
    /// <remarks>One that is too large to travel takes its number too: an empty frame goes in its place, which the session refuses.</remarks>
    /// <returns>The frame to be sent.</returns>
    public InputFrame Add(FrameDraft draft, string replyTo, AnswerQueue answer, bool isOwn)
    {
        var bytes = FrameSize.Of(draft.Input);
        var refusal = FrameSize.Refusal(bytes);
        if (refusal is not null)
        {
            draft = new FrameDraft(Input: null, Scores: draft.Scores);
            bytes = FrameSize.Of(input: null);
        }

        var frame = new InputFrame
        {
            Sequence = NextSequence++,
            Input = draft.Input,
            Generation = draft.Generation,
            End = draft.End,
            Scores = draft.Scores,
            ReplyTo = replyTo,
            AnsweredThrough = SaidThrough,
            Opening = _opening,
        };
        _opening = null;
        Append(new SentFrame(frame, (int)bytes, answer, isOwn, refusal));
        return frame;
    }

    /// <summary>Takes an output in.</summary>
    /// <returns>What is to be done about it.</returns>
    public AnswerPlace Take(OutputFrame output)
    {
        if (output.DurableThrough > DurableThrough)
        {
            Cover(output.DurableThrough);
        }

        if (output.Sequence < OldestSequence || output.Sequence >= NextSequence)
        {
            return AnswerPlace.Old;
        }

        // None of them took the frame's number: an answer of this kind is no answer.
        if (output.Error?.Code is ErrorCodes.TooManyFrames or ErrorCodes.TooManySessions or ErrorCodes.Overloaded or ErrorCodes.StoreUnavailable)
        {
            return AnswerPlace.NotTaken;
        }

        if (output.Sequence > OldestSequence || output.Part > _nextPart)
        {
            return AnswerPlace.Early;
        }

        if (output.Part < _nextPart && output.Error is null)
        {
            return AnswerPlace.Old;
        }

        return _earlier is null ? Give(_unanswered!, output) : Give(_earlier, output);
    }

    /// <summary>Gives up on all frames.</summary>
    /// <returns>How many of them this process sent and were not answered.</returns>
    public int Clear(Exception? failure)
    {
        var count = 0;
        for (var sent = _unanswered; sent is not null; sent = sent.Next, count++)
        {
            sent.Complete(failure ?? new OperationCanceledException("the session was closed"));
        }

        (_kept, _unanswered, _newest, _earlier, _opening, _keptBytes) = (null, null, null, null, null, 0);
        OldestSequence = NextSequence;
        return count;
    }

    private AnswerPlace Give(SentFrame frame, OutputFrame output)
    {
        frame.Give(output);
        if (!output.Last)
        {
            _nextPart++;
            return AnswerPlace.Part;
        }

        CompleteOldest();
        return AnswerPlace.LastPart;
    }

    private AnswerPlace Give(EarlierFrames earlier, OutputFrame output)
    {
        var frame = WaitsForEarlier ? null : _unanswered!;
        var isShown = output.Sequence > earlier.ShownThrough || frame is { IsOwn: true };
        if (frame is null)
        {
            earlier.Outputs.Write(output);
        }
        else if (isShown)
        {
            frame.Give(output);
        }

        if (!output.Last)
        {
            _nextPart++;
            return AnswerPlace.Part;
        }

        CompleteOldest();
        return frame is null ? AnswerPlace.LastPartOfEarlier : isShown ? AnswerPlace.LastPart : AnswerPlace.LastPartHidden;
    }
}
