namespace RnnCluster.Oracle.Harm;

/// <summary>What happens to stream events all the time.</summary>
/// <param name="Seed">Of chance.</param>
/// <param name="Dropped">Share of the events that are lost.</param>
/// <param name="Doubled">Share of the events that come twice.</param>
internal sealed record StreamHarmSettings(ulong Seed, double Dropped, double Doubled);
