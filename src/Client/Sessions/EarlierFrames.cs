namespace RnnCluster.Client.Sessions;

/// <summary>What a session that goes on in this process has from an earlier one.</summary>
/// <param name="outputs">Where answers go to frames that the earlier process sent.</param>
/// <param name="shownThrough">The reader has all answers up to this sequence number.</param>
internal sealed class EarlierFrames(AnswerQueue outputs, long shownThrough)
{
    public AnswerQueue Outputs => outputs;

    /// <summary>The reader has all answers up to this sequence number; those that come again are not shown.</summary>
    public long ShownThrough { get; set; } = shownThrough;

    /// <summary>The first frame that this process sends. Beyond all numbers until the cluster has said where the session stands.</summary>
    public long FirstSent { get; set; } = long.MaxValue;
}
