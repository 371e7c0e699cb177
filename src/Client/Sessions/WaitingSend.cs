namespace RnnCluster.Client.Sessions;

/// <summary>A frame that waits for room: it has no number and holds no place yet.</summary>
/// <param name="draft">The frame.</param>
/// <param name="own">Where its answer goes when it is for this frame alone.</param>
internal sealed class WaitingSend(FrameDraft draft, AnswerQueue? own)
    : TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public FrameDraft Draft => draft;

    public AnswerQueue? Own => own;

    /// <summary>Ends the wait when the sender gives up.</summary>
    public CancellationTokenRegistration Cancelling { get; set; }
}
