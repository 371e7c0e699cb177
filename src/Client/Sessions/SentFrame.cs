using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Client.Sessions;

/// <summary>A frame that was sent and is not answered yet.</summary>
/// <param name="frame">As it was sent; may have to be sent again.</param>
/// <param name="answer">Where the parts of its answer go.</param>
/// <param name="isOwn">Whether <paramref name="answer"/> is for this frame alone.</param>
/// <param name="refusal">Why <paramref name="frame"/> only stands in for the sender's, which cannot travel; null when it is that one.</param>
internal sealed class SentFrame(InputFrame frame, AnswerQueue answer, bool isOwn, FrameError? refusal)
{
    public InputFrame Frame => frame;

    public AnswerQueue Answer => answer;

    public bool IsOwn => isOwn;

    public FrameError? Refusal => refusal;

    /// <summary>The frame that was sent after this one.</summary>
    public SentFrame? Next { get; set; }
}
