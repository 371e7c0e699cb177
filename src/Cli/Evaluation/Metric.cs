namespace RnnCluster.Cli.Evaluation;

/// <summary>A figure over many cases, computed from numbers that are summed over them.</summary>
/// <param name="Name">What it is called when the card does not say.</param>
/// <param name="Unit">What is counted.</param>
/// <param name="Decimals">Decimals that are shown at least.</param>
/// <param name="LowerIsBetter">Whether a lower value is better.</param>
/// <param name="Value">The figure from the sums.</param>
/// <param name="CountAt">Where the sums have the number of units; −1 when each case is one.</param>
internal sealed record Metric(
    string Name, string Unit, int Decimals, bool LowerIsBetter, Func<IReadOnlyList<double>, double> Value, int CountAt)
{
    /// <summary>Mean negative log-likelihood in nats.</summary>
    public static readonly Metric Likelihood = new("NLL per frame", "predicted frames", 4, true, Mean, 1);

    /// <summary>Corpus BLEU, 0 to 100.</summary>
    public static readonly Metric BleuScore = new("BLEU", "texts", 2, false, Bleu.Score, -1);

    /// <summary>Share of captions that are right.</summary>
    public static readonly Metric RightCaptions = new("right captions", "pictures", 4, false, Mean, 1);

    /// <summary>Share of units whose class is right.</summary>
    public static Metric Accuracy(string unit) => new("accuracy", unit, 4, false, Mean, 1);

    private static double Mean(IReadOnlyList<double> sums) => sums[0] / sums[1];
}
