namespace RnnCluster.Abstractions.Sessions;

/// <summary>What can happen to a session without being asked for by a frame.</summary>
public enum SessionNoticeKind
{
    /// <summary>It was idle, is stored, and wakes with the same state on its next frame.</summary>
    PagedOut,

    /// <summary>Somebody closed it: its state is forgotten, and its key is free again.</summary>
    Closed,

    /// <summary>It cannot be in memory now, for a bound or a fault; the message says which and when it can.</summary>
    Refused,
}
