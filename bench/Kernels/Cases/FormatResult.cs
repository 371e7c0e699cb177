using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Kernels.Cases;

/// <summary>One step with each format of the weights, medians of the same turns.</summary>
/// <param name="Case">The case with float32.</param>
/// <param name="Seconds">Our step, by format.</param>
internal sealed record FormatResult(StepCase Case, IReadOnlyDictionary<WeightFormat, double> Seconds)
{
    /// <summary>How many times as fast as float32 a format is.</summary>
    public double Ratio(WeightFormat format) => Seconds[WeightFormat.Float32] / Seconds[format];
}
