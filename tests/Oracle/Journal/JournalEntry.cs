namespace RnnCluster.Oracle.Journal;

/// <summary>One entry of the journal.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Session">Number of the session.</param>
/// <param name="Sequence">The frame that is answered; of <see cref="JournalKind.Sent"/>, how many frames there are.</param>
internal sealed record JournalEntry(JournalKind Kind, int Session, long Sequence)
{
    /// <summary>What was given out.</summary>
    public AnswerPart? Part { get; init; }

    /// <summary>When it was, in milliseconds of <see cref="Clock"/>.</summary>
    public long GivenMs { get; init; }

    /// <summary>How long the session had waited for it: since its frame was sent, or since the output before.</summary>
    public long WaitedMs { get; init; }

    /// <summary>Why the session cannot go on.</summary>
    public string Failure { get; init; } = "";
}
