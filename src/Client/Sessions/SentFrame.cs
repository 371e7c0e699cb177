using System.Diagnostics;
using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Client.Sessions;

/// <summary>A frame that was sent and is kept: until it is answered, and as long as a crash could undo it.</summary>
/// <param name="frame">As it was sent; may have to be sent again.</param>
/// <param name="bytes">About how much room it takes.</param>
/// <param name="answer">Where the parts of its answer go.</param>
/// <param name="isOwn">Whether <paramref name="answer"/> is for this frame alone.</param>
/// <param name="refusal">Why <paramref name="frame"/> only stands in for the sender's, which cannot travel; null when it is that one.</param>
/// <param name="span">What it is traced by until it is answered; null when it is not traced.</param>
internal sealed class SentFrame(InputFrame frame, int bytes, AnswerQueue answer, bool isOwn, FrameError? refusal, Activity? span = null)
{
    private AnswerQueue? _answer = answer;
    private Activity? _span = span;

    public InputFrame Frame => frame;

    public int Bytes => bytes;

    public bool IsOwn => isOwn;

    /// <summary>The frame that was sent after this one.</summary>
    public SentFrame? Next { get; set; }

    /// <summary>Gives a part of the answer.</summary>
    public void Give(OutputFrame output) => _answer!.Write(refusal is null ? output : output with { Error = refusal });

    /// <summary>Ends the answer, which is not kept with the frame.</summary>
    public void Complete(Exception? failure)
    {
        if (isOwn)
        {
            _answer!.Complete(failure);
        }

        _answer = null;
        if (_span is { } span)
        {
            _span = null;
            SendSpan.End(span, frame.Sequence, failure);
        }
    }
}
