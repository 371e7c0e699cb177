namespace RnnCluster.Silo.Gateway.Rest;

/// <summary>Sessions in the memory of the cluster.</summary>
/// <param name="Sessions">Those asked for, in order.</param>
/// <param name="More">Whether there are more behind them.</param>
internal sealed record SessionList(IReadOnlyList<ListedSession> Sessions, bool More);
