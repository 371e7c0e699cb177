using RnnCluster.Cli.Commands;
using RnnCluster.Cli.Pictures;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Tracing;

namespace RnnCluster.Cli.Tracing;

/// <summary>A trace as a heat map: the hidden state of each layer over time, and the scores of the output so far.</summary>
internal static class TracePicture
{
    private const int UnitsPerLayer = 512;
    private const int ShownClasses = 24;
    private const int CellsLimit = 250_000;
    private const int TitleLength = 90;
    private const int TokenLength = 14;
    private const double ClassHeight = 17;

    private static readonly float[] Rounds = [1, 2, 5, 10];

    /// <summary>Draws the picture as SVG.</summary>
    /// <exception cref="CommandException">The trace is too large for one.</exception>
    public static string Draw(ForwardTrace trace)
    {
        var layers = Enumerable.Range(0, trace.Biases.Count).Select(layer => Layer(trace, layer));
        HeatMapPanel[] panels = [.. layers, Scores(trace)];
        var cells = panels.Sum(panel => panel.Rows.Count) * trace.Steps.Count;
        if (cells > CellsLimit)
        {
            throw new CommandException(
                $"the picture would have {cells} cells; it may have {CellsLimit}: choose how many steps are read with --steps");
        }

        var tokens = trace.Steps.Select(step => step.Token).OfType<string>();
        var title = ShownToken.Shorten($"{trace.Model}: {string.Join(' ', tokens)}", TitleLength);
        return HeatMap.Draw(
            trace.Steps[0].Token is null ? $"{trace.Model}: {trace.Steps.Count} feature vectors" : title,
            [.. trace.Steps.Select(step => step.Token is { } token ? ShownToken.Shorten(token, TokenLength) : $"x{step.T}")],
            panels);
    }

    private static HeatMapPanel Layer(ForwardTrace trace, int layer)
    {
        float[][] outputs = [.. trace.Steps.Select(step => step.Layers[layer].Output)];
        var units = Math.Min(trace.HiddenSize, UnitsPerLayer);
        var shown = units == trace.HiddenSize ? $"{units} units" : $"the first {units} of {trace.HiddenSize} units";
        return new HeatMapPanel
        {
            Title = $"layer {layer + 1}: hidden state, {shown}",
            Quantity = "O_t",
            RowsAre = "unit",
            Rows = [.. Enumerable.Range(1, units).Select(unit => $"{unit}")],
            Columns = outputs,
            Colours = ColourMap.Diverging(Bound(outputs)),
        };
    }

    private static HeatMapPanel Scores(ForwardTrace trace)
    {
        var classes = Enumerable.Range(0, trace.Classes.Count);
        int[] shown =
        [
            .. classes.OrderByDescending(index => trace.Steps.Max(step => step.Scores[index])).Take(ShownClasses).Order(),
        ];
        float[][] scores = [.. trace.Steps.Select(step => Array.ConvertAll(shown, index => step.Scores[index]))];
        var share = shown.Length == trace.Classes.Count ? "" : $", the {shown.Length} highest of {trace.Classes.Count} classes";
        var lag = trace.LookAheadSteps == 0 ? "" : $", {trace.LookAheadSteps} steps late";
        var isProbability = trace.Activation != OutputActivation.None;
        return new HeatMapPanel
        {
            Title = $"output so far{lag}{share}{(isProbability ? "; framed: the label" : "")}",
            Quantity = isProbability ? "score" : "output",
            RowsAre = "class",
            Rows = [.. shown.Select(index => ShownToken.Shorten(trace.Classes[index], TokenLength))],
            Columns = scores,
            Colours = isProbability ? ColourMap.Sequential(1) : ColourMap.Diverging(Bound(scores)),
            RowHeightLeast = ClassHeight,
            Framed = [.. trace.Steps.SelectMany(step => Framed(trace, step, shown))],
        };
    }

    private static IEnumerable<(int Column, int Row)> Framed(ForwardTrace trace, StepTrace step, int[] shown) =>
        from row in Enumerable.Range(0, shown.Length)
        where step.Labels.Contains(trace.Classes[shown[row]])
        select (step.T - 1, row);

    /// <summary>The end of the scale: one, or the next 1, 2 or 5 times a power of ten above all numbers.</summary>
    private static float Bound(IEnumerable<float[]> values)
    {
        var largest = values.SelectMany(row => row).Select(MathF.Abs).Where(float.IsFinite).DefaultIfEmpty(0).Max();
        if (largest <= 1)
        {
            return 1;
        }

        var power = MathF.Pow(10, MathF.Floor(MathF.Log10(largest)));
        return Rounds.First(round => round * power >= largest || round == Rounds[^1]) * power;
    }
}
