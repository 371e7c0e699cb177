namespace RnnCluster.Oracle.Processes;

/// <summary>What lives in a silo, and what happened in it.</summary>
/// <param name="Sessions">Keys of the sessions in its memory.</param>
/// <param name="HostsStore">Whether the embedded store is in it.</param>
/// <param name="Events">How often it logged what, by name of the event.</param>
/// <param name="Dropped">Stream events that it lost on purpose.</param>
/// <param name="Doubled">Stream events that it doubled on purpose.</param>
internal sealed record CensusMessage(string[] Sessions, bool HostsStore, Dictionary<string, long> Events, long Dropped, long Doubled) : ChildMessage;
