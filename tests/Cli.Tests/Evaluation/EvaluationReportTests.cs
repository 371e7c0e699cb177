using System.Text.Json;
using RnnCluster.Abstractions.Models;
using RnnCluster.Cli.Evaluation;
using RnnCluster.Cli.Evaluation.Cases;

namespace RnnCluster.Cli.Tests.Evaluation;

public sealed class EvaluationReportTests
{
    private static readonly ModelSummary Model = new()
    {
        Name = "tagger",
        Version = "2",
        Metric = "UPOS accuracy 0.93011",
        MetricSplit = "dev, 8 words",
    };

    [Fact]
    public void ToText_CardWithMetric_ShowsBothAtTheCardsDecimals()
    {
        Assert.Equal(
            """
            UPOS accuracy  0.87500
            cases          2 (8 words)
            card           0.93011 on dev, 8 words
            difference     −0.05511
            """,
            Report(Model).ToText());
    }

    [Fact]
    public void ToText_CardWithoutMetric_ShowsTheFigureAlone()
    {
        Assert.Equal(
            """
            accuracy  0.8750
            cases     2 (8 words)
            """,
            Report(Model with { Metric = null }).ToText());
    }

    [Theory]
    [InlineData("share 0.8751", "−0.0001")]
    [InlineData("share 0.875", "0.0000")]
    [InlineData("share 0.8749", "+0.0001")]
    public void ToText_Difference_HasASignWhenItShows(string card, string difference) =>
        Assert.EndsWith("difference  " + difference, Report(Model with { Metric = card }).ToText(), StringComparison.Ordinal);

    [Fact]
    public void ToJson_Report_HasEveryFigure()
    {
        using var json = JsonDocument.Parse(Report(Model).ToJson());

        Assert.Equal(
            ["model", "version", "metric", "value", "cases", "counted", "unit", "card", "cardSplit", "difference", "seconds"],
            json.RootElement.EnumerateObject().Select(entry => entry.Name));
        Assert.Equal(0.875, json.RootElement.GetProperty("value").GetDouble());
    }

    [Theory]
    [InlineData("BLEU 41", "BLEU", 41.0, 0)]
    [InlineData("NLL per frame 8.25", "NLL per frame", 8.25, 2)]
    public void CardMetric_Summary_IsTakenApart(string text, string name, double value, int decimals) =>
        Assert.Equal(new CardMetric(name, value, decimals, null), CardMetric.Of(new ModelSummary { Name = "m", Metric = text }));

    private static EvaluationReport Report(ModelSummary model) => EvaluationReport.Of(
        model,
        new EvaluationSet(Metric.Accuracy("words"), [new TaggedCase("a", ["x"], ["X"]), new TaggedCase("b", ["x"], ["X"])]),
        [7, 8],
        seconds: 1.5);
}
