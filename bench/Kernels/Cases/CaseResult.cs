namespace RnnCluster.Kernels.Cases;

/// <summary>What was measured of a case, medians of the same turns.</summary>
/// <param name="Case">The case.</param>
/// <param name="OurSeconds">Our step.</param>
/// <param name="OnnxSeconds">ONNX Runtime's step.</param>
/// <param name="PeakFlops">Most flops a second of the core.</param>
/// <param name="Bandwidth">Most bytes a second that can be read of a buffer as large as the weights.</param>
internal sealed record CaseResult(StepCase Case, double OurSeconds, double OnnxSeconds, double PeakFlops, double Bandwidth)
{
    /// <summary>How many times as fast as ONNX Runtime we are.</summary>
    public double Ratio => OnnxSeconds / OurSeconds;

    /// <summary>Our flops a second.</summary>
    public double OurFlops => Case.Flops / OurSeconds;

    /// <summary>No implementation can be faster: the longer of computing and of reading the weights.</summary>
    public double RooflineSeconds => Math.Max(Case.Flops / PeakFlops, Case.WeightBytes / Bandwidth);

    /// <summary>How much of what the roofline allows we reach; 1 is all.</summary>
    public double RooflineShare => RooflineSeconds / OurSeconds;

    /// <summary>Whether reading the weights takes longer than computing.</summary>
    public bool IsMemoryBound => Case.WeightBytes / Bandwidth > Case.Flops / PeakFlops;
}
