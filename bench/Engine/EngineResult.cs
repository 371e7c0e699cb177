using RnnCluster.Engine.Loads;

namespace RnnCluster.Engine;

/// <summary>Medians of all repetitions.</summary>
/// <param name="Inputs">What sessions sent.</param>
/// <param name="Loads">Tokens a second of the engine.</param>
/// <param name="Kernel">Rows a second of the kernel alone, by rows of a batch.</param>
/// <param name="Latency">Of a lone session.</param>
internal sealed record EngineResult(
    InputKind Inputs, IReadOnlyDictionary<LoadCase, double> Loads, IReadOnlyDictionary<int, double> Kernel, Latency Latency)
{
    /// <summary>The kernel at its best.</summary>
    public double BestKernel => Kernel.Values.Max();
}
