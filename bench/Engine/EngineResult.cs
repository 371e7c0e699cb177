using RnnCluster.Engine.Loads;

namespace RnnCluster.Engine;

/// <summary>Medians of all repetitions.</summary>
/// <param name="Loads">The engine, by number of sessions.</param>
/// <param name="Kernel">The kernel alone: rows of a batch, and rows a second.</param>
/// <param name="Latency">Of a lone session.</param>
internal sealed record EngineResult(
    IReadOnlyList<LoadResult> Loads, IReadOnlyList<(int Rows, double Rate)> Kernel, LoneSession.Latency Latency)
{
    /// <summary>The kernel at its best.</summary>
    public (int Rows, double Rate) BestKernel => Kernel.MaxBy(kernel => kernel.Rate);
}

/// <summary>Tokens a second of one number of sessions; "one" is the engine with a batch limit of 1.</summary>
internal sealed record LoadResult(int Sessions, double Long, double LongOne, double Short, double ShortOne);
