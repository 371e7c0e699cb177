namespace RnnCluster.Oracle.Processes;

/// <summary>What a client did so far.</summary>
/// <param name="Open">Sessions that are open.</param>
/// <param name="Sent">Frames that it sent for the first time.</param>
/// <param name="Answered">Frames whose answer is in the journal.</param>
/// <param name="Failures">How often a session could not go on.</param>
/// <param name="Resumptions">How often one was resumed once more.</param>
/// <param name="Events">How often it logged what, by name of the event.</param>
/// <param name="Dropped">Stream events that it lost on purpose.</param>
/// <param name="Doubled">Stream events that it doubled on purpose.</param>
internal sealed record ProgressMessage(
    long Open, long Sent, long Answered, long Failures, long Resumptions, Dictionary<string, long> Events, long Dropped, long Doubled) : ChildMessage;
