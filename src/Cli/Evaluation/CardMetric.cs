using System.Globalization;
using RnnCluster.Abstractions.Models;

namespace RnnCluster.Cli.Evaluation;

/// <summary>The metric that a package's card names.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">What came out.</param>
/// <param name="Decimals">Decimals that the card gives.</param>
/// <param name="Split">The data it was measured on; null when the card does not say.</param>
internal sealed record CardMetric(string Name, double Value, int Decimals, string? Split)
{
    /// <summary>Reads the summary's "name value"; null when the package names no metric.</summary>
    public static CardMetric? Of(ModelSummary model)
    {
        var text = model.Metric ?? "";
        var space = text.LastIndexOf(' ');
        var value = text[(space + 1)..];
        return space > 0 && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? new CardMetric(text[..space], number, DecimalsOf(value), model.MetricSplit)
            : null;
    }

    private static int DecimalsOf(string value) => value.Contains('.') ? value.Length - 1 - value.IndexOf('.') : 0;
}
