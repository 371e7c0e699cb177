namespace RnnCluster.Cli.Tests.Tracing;

/// <summary>One step of the worked example, worked out by hand.</summary>
internal sealed record HandStep
{
    public required double[] OneHot { get; init; }

    public required double[] InputProduct { get; init; }

    public required double[] RecurrentProduct { get; init; }

    public required double[] PreActivation { get; init; }

    public required double[] Output { get; init; }

    public required double Logit { get; init; }

    public required double Score { get; init; }

    /// <summary>Every number of the step, and of the bias.</summary>
    public IEnumerable<double> Numbers =>
    [
        .. OneHot, .. InputProduct, .. RecurrentProduct, .. PreActivation, .. Output, Logit, Score, .. HandComputation.Bias,
        .. InputProduct.Zip(HandComputation.Bias, (product, bias) => product + bias),
    ];
}
