using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using RnnCluster.Cli.Tracing;

namespace RnnCluster.Cli.Tests.Tracing;

/// <summary>Every number of docs/forward-propagation.md, against a computation of its own and against <c>rnn trace --json</c>.</summary>
public sealed partial class ForwardPropagationPageTests
{
    private const double FourDecimals = 0.5e-4 + 1e-6;
    private const int TaggerUnit = 182;

    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Docs, "forward-propagation.md"));
    private static readonly MarkdownTable[] Tables = [.. MarkdownTable.Read(Page)];

    public static TheoryData<string, int> Reviews => new()
    {
        { "movie was good", 1 },
        { "movie was bad", 0 },
        { "movie was not good", 0 },
    };

    [Theory]
    [MemberData(nameof(Reviews))]
    public void Page_Review_IsWorkedOutRight(string review, int label)
    {
        var steps = HandComputation.Steps(review);
        var (states, outputs) = TablesOf(review, label);

        AssertVectors(steps.Select(step => step.OneHot), states.Column("x_t"));
        AssertVectors(steps.Select(step => step.InputProduct), states.Column("x_t·W"));
        AssertVectors(steps.Select(step => step.RecurrentProduct), states.Column("O_{t-1}·W'"));
        AssertVectors(steps.Select(_ => HandComputation.Bias), states.Column("b"));
        AssertVectors(steps.Select(step => step.PreActivation), states.Column("pre-activation"));
        AssertVectors(steps.Select(step => step.Output), states.Column("O_t"));
        AssertNumbers(steps.Select(step => step.Logit - HandComputation.HeadBias), outputs.Column("O_t·W_y"));
        AssertNumbers(steps.Select(_ => HandComputation.HeadBias), outputs.Column("b_y"));
        AssertNumbers(steps.Select(step => step.Logit), outputs.Column("y_t"));
        AssertNumbers(steps.Select(step => step.Score), outputs.Column("σ(y_t)"));
    }

    [Theory]
    [MemberData(nameof(Reviews))]
    public void Page_Review_IsWhatTheCommandShows(string review, int label)
    {
        var trace = Traces.Json(Traces.Review(review));
        JsonElement[] steps = [.. trace.GetProperty("steps").EnumerateArray()];
        var bias = Doubles(trace.GetProperty("biases")[0].GetProperty("input"));
        var (states, outputs) = TablesOf(review, label);

        Assert.Equal(steps.Select(step => step.GetProperty("t").GetInt32()), states.Column("t").Select(int.Parse));
        Assert.Equal(steps.Select(step => step.GetProperty("token").GetString()), states.Column("word"));
        AssertVectors(steps.Select(step => Doubles(step.GetProperty("input"))), states.Column("x_t"));
        AssertVectors(Layers(steps, "inputProduct"), states.Column("x_t·W"));
        AssertVectors(Layers(steps, "recurrentProjection"), states.Column("O_{t-1}·W'"));
        AssertVectors(steps.Select(_ => bias), states.Column("b"));
        AssertVectors(Layers(steps, "preActivation"), states.Column("pre-activation"));
        AssertVectors(Layers(steps, "output"), states.Column("O_t"));
        AssertNumbers(steps.Select(step => step.GetProperty("logits")[0].GetDouble()), outputs.Column("y_t"));
        AssertNumbers(steps.Select(step => step.GetProperty("scores")[0].GetDouble()), outputs.Column("σ(y_t)"));
        Assert.Equal(label == 1, steps[^1].GetProperty("labels").GetArrayLength() == 1);
        Assert.Equal(label == 1, steps[^1].GetProperty("scores")[0].GetDouble() > 0.5);
    }

    [Fact]
    public void Page_Matrices_AreThoseOfTheComputation()
    {
        var words = Assert.Single(Tables, table => table.Head.Contains("row of W"));
        var matrices = Assert.Single(Tables, table => table.Head.Contains("numbers"));
        var numbers = matrices.Rows.ToDictionary(row => row[0], row => row[2]);

        Assert.Equal(HandComputation.InputWeights.Keys, words.Column("word"));
        AssertVectors(HandComputation.InputWeights.Keys.Select(HandComputation.OneHot), words.Column("x_t"));
        AssertVectors(HandComputation.InputWeights.Values, words.Column("row of W"));
        AssertVectors(HandComputation.RecurrentWeights, numbers["W'"].Split("), ("));
        AssertVectors([HandComputation.Bias], [numbers["b"]]);
        AssertVectors([HandComputation.HeadWeights], [numbers["W_y"]]);
        AssertNumbers([HandComputation.HeadBias], [numbers["b_y"]]);
    }

    [Fact]
    public void Page_Tagger_IsWhatTheCommandShows()
    {
        var table = Assert.Single(Tables, table => table.Head.Contains("c_t"));
        var trace = Traces.Json(new TraceSettings { Model = "tagger", Text = "She will book the flight.", ModelsFolder = Repository.Models });
        JsonElement[] steps = [.. trace.GetProperty("steps").EnumerateArray()];
        JsonElement[] layers = [.. steps.Select(step => step.GetProperty("layers")[0])];

        Assert.Equal(steps.Select(step => step.GetProperty("token").GetString()), table.Column("word"));
        Assert.Equal(steps.Select(step => step.GetProperty("labels")[0].GetString()), table.Column("label"));
        AssertNumbers(steps.Select(step => Doubles(step.GetProperty("scores")).Max()), table.Column("score"));
        AssertNumbers(layers.Select(layer => Doubles(layer.GetProperty("cell"))[TaggerUnit - 1]), table.Column("c_t"));
        AssertNumbers(layers.Select(layer => Doubles(layer.GetProperty("output"))[TaggerUnit - 1]), table.Column("O_t"));
        string[] gates = ["i", "f", "g", "o"];
        for (var gate = 0; gate < gates.Length; gate++)
        {
            var values = layers.Select(layer => Doubles(layer.GetProperty("gates")[gate].GetProperty("values"))[TaggerUnit - 1]);
            AssertNumbers(values, table.Column(gates[gate]));
        }
    }

    // Numbers in sentences, in the step worked in full and in the command's output are those of the reviews' steps.
    [Fact]
    public void Page_NumbersOutsideOfTheTables_AreNumbersOfTheReviews()
    {
        var known = Reviews.SelectMany(review => HandComputation.Steps(review.Data.Item1)).SelectMany(step => step.Numbers).ToList();
        var prose = Page.Split('\n').Where(line => !line.StartsWith('|') || line.Contains('·', StringComparison.Ordinal));
        var numbers = prose.SelectMany(line => FourDecimalNumber().Matches(line)).Select(match => Number(match.Value)).ToList();

        Assert.True(numbers.Count > 20);
        Assert.All(numbers, number => Assert.Contains(known, value => Math.Abs(value - number) <= FourDecimals));
    }

    [Fact]
    public void Page_CommandOutput_IsTheLastStepOfTheTable()
    {
        var table = Traces.Of(Traces.Review("movie was not good"));

        Assert.Contains(table[table.IndexOf("t = 4", StringComparison.Ordinal)..].TrimEnd(), Page, StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_HaveTheNumbersOfTheirReview()
    {
        var unfolded = File.ReadAllText(Path.Combine(Repository.Docs, "unfolded.svg")).Replace('−', '-');
        var hiddenState = File.ReadAllText(Path.Combine(Repository.Docs, "hidden-state.svg"));
        foreach (var step in HandComputation.Steps("movie was not good"))
        {
            Assert.All(step.Output, value => Assert.Contains($">{value:F4}<", unfolded, StringComparison.Ordinal));
            Assert.Contains($">{step.Score:F4}<", unfolded, StringComparison.Ordinal);
        }

        Assert.Equal(hiddenState, Traces.Of(Traces.Review("movie was not good") with { Picture = "-" }));
    }

    private static (MarkdownTable States, MarkdownTable Outputs) TablesOf(string review, int label)
    {
        MarkdownTable[] tables =
            [.. Tables.Where(table => table.Section.EndsWith($": {review}, label {label}", StringComparison.Ordinal) && table.Head[0] == "t")];
        Assert.Equal(2, tables.Length);
        return (tables[0], tables[1]);
    }

    private static IEnumerable<double[]> Layers(JsonElement[] steps, string name) =>
        steps.Select(step => Doubles(step.GetProperty("layers")[0].GetProperty(name)));

    private static double[] Doubles(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetDouble())];

    private static void AssertVectors(IEnumerable<double[]> expected, IEnumerable<string> cells) =>
        AssertNumbers(expected.SelectMany(vector => vector), cells.SelectMany(cell => cell.Trim('(', ')').Split(',')));

    private static void AssertNumbers(IEnumerable<double> expected, IEnumerable<string> cells)
    {
        Assert.Equal(expected.Count(), cells.Count());
        Assert.All(expected.Zip(cells), pair => Assert.Equal(pair.First, Number(pair.Second), FourDecimals));
    }

    private static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"-?\b[0-9]+\.[0-9]{4}\b")]
    private static partial Regex FourDecimalNumber();
}
