using System.Threading.Channels;
using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Client.Sessions;

/// <summary>The frames of a session that are not answered yet: finds each output its frame, exactly once and in order.</summary>
/// <remarks>Outputs that come twice are dropped; when one is missing, those behind it are dropped too, until it was sent again.</remarks>
internal sealed class AnswerWindow
{
    private readonly Queue<SentFrame> _sent = new();
    private int _nextPart;

    /// <summary>The sequence number that the next frame gets.</summary>
    public long NextSequence { get; private set; }

    /// <summary>Frames that wait for their answer, the oldest first.</summary>
    public IReadOnlyCollection<SentFrame> Sent => _sent;

    /// <summary>Goes on where the cluster says that the session stands.</summary>
    public void StartAt(long sequence) => NextSequence = sequence;

    /// <summary>Gives a frame the next sequence number and remembers it.</summary>
    /// <remarks>One that is too large to travel takes its number too: an empty frame goes in its place, which the session refuses.</remarks>
    /// <returns>The frame to be sent.</returns>
    public InputFrame Add(InputFrame frame, ChannelWriter<OutputFrame> answer, bool isOwn)
    {
        var refusal = FrameSize.Refusal(frame);
        var numbered = frame with { Sequence = NextSequence++ };
        if (refusal is not null)
        {
            numbered = numbered with { Input = null, Generation = null, End = false };
        }

        _sent.Enqueue(new SentFrame(numbered, answer, isOwn, refusal));
        return numbered;
    }

    /// <summary>Takes an output in.</summary>
    /// <returns>What is to be done about it.</returns>
    public AnswerPlace Take(OutputFrame output)
    {
        if (!_sent.TryPeek(out var oldest) || output.Sequence < oldest.Frame.Sequence)
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
        oldest.Answer.TryWrite(oldest.Refusal is null ? output : output with { Error = oldest.Refusal });
        if (!output.Last)
        {
            return AnswerPlace.Part;
        }

        _nextPart = 0;
        _sent.Dequeue();
        if (oldest.IsOwn)
        {
            oldest.Answer.TryComplete();
        }

        return AnswerPlace.LastPart;
    }

    /// <summary>Frames from <paramref name="sequence"/> on, to be sent again; null when some of them are not kept any more.</summary>
    public IReadOnlyList<InputFrame>? From(long sequence)
    {
        var oldest = _sent.TryPeek(out var sent) ? sent.Frame.Sequence : NextSequence;
        return sequence < oldest ? null : [.. _sent.Select(frame => frame.Frame).Where(frame => frame.Sequence >= sequence)];
    }

    /// <summary>Gives up on all frames.</summary>
    /// <returns>How many there were.</returns>
    public int Clear(Exception? failure)
    {
        var count = _sent.Count;
        foreach (var sent in _sent.Where(sent => sent.IsOwn))
        {
            sent.Answer.TryComplete(failure ?? new OperationCanceledException("the session was closed"));
        }

        _sent.Clear();
        return count;
    }
}
