namespace RnnCluster.Engine.Loads;

/// <summary>How long a step takes, in microseconds.</summary>
/// <param name="BareUs">Without the engine.</param>
/// <param name="EngineUs">Through the engine.</param>
internal sealed record Latency(double BareUs, double EngineUs);
