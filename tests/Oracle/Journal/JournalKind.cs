namespace RnnCluster.Oracle.Journal;

/// <summary>What an entry of the journal says.</summary>
internal enum JournalKind : byte
{
    /// <summary>A part of an answer was given out.</summary>
    Output,

    /// <summary>A new client goes on behind the last complete answer; parts of the one that had begun do not count.</summary>
    Resumed,

    /// <summary>So many frames were sent, and no more will be.</summary>
    Sent,

    /// <summary>The client said that the session cannot go on.</summary>
    Failed,
}
