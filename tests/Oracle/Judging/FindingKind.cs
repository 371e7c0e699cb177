namespace RnnCluster.Oracle.Judging;

/// <summary>What can be wrong with a session's outputs.</summary>
internal enum FindingKind
{
    /// <summary>An output before others that were given was never given.</summary>
    Lost,

    /// <summary>An output was given more than once.</summary>
    Doubled,

    /// <summary>An output was given behind a later one.</summary>
    Reordered,

    /// <summary>An output is not, to the bit, what it must be.</summary>
    Changed,

    /// <summary>A frame at the end has no whole answer.</summary>
    Unanswered,

    /// <summary>The client said that the session cannot go on.</summary>
    Failed,
}
