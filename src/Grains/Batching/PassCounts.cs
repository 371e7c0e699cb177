namespace RnnCluster.Grains.Batching;

/// <summary>What passes did: those of one network, or a single one.</summary>
/// <param name="Model">The tag of the model that the network is part of.</param>
/// <param name="Passes">Passes run.</param>
/// <param name="Rows">Rows advanced.</param>
/// <param name="Gather">Ticks of the clock before the steps; 0 while nobody listened, as the others.</param>
/// <param name="Kernel">Ticks in the steps.</param>
/// <param name="Scatter">Ticks behind them.</param>
internal readonly record struct PassCounts(
    KeyValuePair<string, object?> Model, long Passes, long Rows, long Gather, long Kernel, long Scatter)
{
    /// <summary>Both together.</summary>
    public PassCounts Plus(in PassCounts other) => new(
        Model, Passes + other.Passes, Rows + other.Rows, Gather + other.Gather, Kernel + other.Kernel, Scatter + other.Scatter);
}
