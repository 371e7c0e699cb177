using System.Globalization;
using System.Text.Json;
using RnnCluster.Abstractions.Models;

namespace RnnCluster.Cli.Evaluation;

/// <summary>What came out of an evaluation, beside what the package's card says.</summary>
internal sealed record EvaluationReport
{
    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Its version.</summary>
    public required string Version { get; init; }

    /// <summary>What was measured, in the card's words where it has some.</summary>
    public required string Metric { get; init; }

    /// <summary>What came out.</summary>
    public required double Value { get; init; }

    /// <summary>Sequences that were answered.</summary>
    public required int Cases { get; init; }

    /// <summary>What the metric counts, when that is not the sequences.</summary>
    public long? Counted { get; init; }

    /// <summary>What is counted.</summary>
    public required string Unit { get; init; }

    /// <summary>The card's value; null when there is none.</summary>
    public double? Card { get; init; }

    /// <summary>The data that the card's value was measured on.</summary>
    public string? CardSplit { get; init; }

    /// <summary>The value less the card's.</summary>
    public double? Difference { get; init; }

    /// <summary>Seconds from the first session to the last answer.</summary>
    public required double Seconds { get; init; }

    /// <summary>Decimals that are shown; not in the JSON, which has them all.</summary>
    internal int Decimals { get; init; }

    /// <summary>The report of a run.</summary>
    /// <param name="model">The model that answered.</param>
    /// <param name="set">What was asked.</param>
    /// <param name="sums">The cases' numbers, summed.</param>
    /// <param name="seconds">How long it took.</param>
    public static EvaluationReport Of(ModelSummary model, EvaluationSet set, IReadOnlyList<double> sums, double seconds)
    {
        var card = CardMetric.Of(model);
        var value = set.Metric.Value(sums);
        var counted = set.Metric.CountAt < 0 ? set.Cases.Count : (long)sums[set.Metric.CountAt];
        return new EvaluationReport
        {
            Model = model.Name,
            Version = model.Version,
            Metric = card?.Name ?? set.Metric.Name,
            Value = value,
            Cases = set.Cases.Count,
            Counted = counted == set.Cases.Count ? null : counted,
            Unit = set.Metric.Unit,
            Card = card?.Value,
            CardSplit = card?.Split,
            Difference = value - card?.Value,
            Seconds = seconds,
            Decimals = Math.Max(set.Metric.Decimals, card?.Decimals ?? 0),
        };
    }

    /// <summary>The report for people, a line a figure.</summary>
    public string ToText()
    {
        var lines = new List<(string Name, string Value)>
        {
            (Metric, Show(Value)),
            ("cases", Counted is { } counted ? $"{Cases:N0} ({counted:N0} {Unit})" : $"{Cases:N0} {Unit}"),
        };
        if (Card is { } card)
        {
            lines.Add(("card", $"{Show(card)}{(CardSplit is null ? "" : $" on {CardSplit}")}"));
            lines.Add(("difference", Signed(Difference ?? 0)));
        }

        var width = lines.Max(line => line.Name.Length) + 2;
        return string.Join('\n', lines.Select(line => line.Name.PadRight(width) + line.Value));
    }

    /// <summary>The report as one JSON object.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, EvaluationJson.Default.EvaluationReport);

    private string Show(double value) => value.ToString($"F{Decimals}", CultureInfo.InvariantCulture);

    private string Signed(double value)
    {
        var shown = Show(Math.Abs(value));
        return shown.All(c => c is '0' or '.') ? shown : $"{(value < 0 ? '−' : '+')}{shown}";
    }
}
