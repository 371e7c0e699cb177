using System.Globalization;
using System.Text.Json;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Tracing;

namespace RnnCluster.Cli.Tracing;

/// <summary>A trace for people: a block of aligned rows for each step.</summary>
internal sealed class TraceTable
{
    private const int ColumnsPerBlock = 8;
    private const int LabelLength = 9;
    private const string Gap = "  ";

    private readonly ForwardTrace _trace;
    private readonly int _units;
    private readonly List<Row> _rows = [];

    private TraceTable(ForwardTrace trace, int units)
    {
        _trace = trace;
        _units = units;
    }

    /// <summary>Writes a trace.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="units">Most units of a layer, values of an input and classes of the output that are shown.</param>
    /// <param name="output">Where to.</param>
    public static void Write(ForwardTrace trace, int units, TextWriter output)
    {
        var table = new TraceTable(trace, units);
        table.AddHead();
        foreach (var step in trace.Steps)
        {
            table.AddStep(step);
        }

        table.Write(output);
    }

    private void AddHead()
    {
        var layers = _trace.Biases.Count;
        AddLine($"{_trace.Model} {_trace.Version}: {Kebab(_trace.Topology)}, {Kebab(_trace.Cell)}, "
            + $"{layers} {(layers == 1 ? "layer" : "layers")} of {_trace.HiddenSize} units, activation {Kebab(_trace.Activation)}");
        AddLine(_trace.Cell switch
        {
            CellKind.RnnTanh => "O_t = tanh(x_t·W + b + O_{t-1}·W'), O_0 = 0",
            CellKind.RnnRelu => "O_t = max(0, x_t·W + b + O_{t-1}·W'), O_0 = 0",
            CellKind.Gru => "O_t = (1 − z) ⊙ n + z ⊙ O_{t-1}, O_0 = 0; r, z = σ(pre-activation), n = tanh(pre-activation)",
            _ => "O_t = o ⊙ tanh(c_t), c_t = f ⊙ c_{t-1} + i ⊙ g, O_0 = c_0 = 0; i, f, o = σ(pre-activation), g = tanh(pre-activation)",
        });
    }

    private void AddStep(StepTrace step)
    {
        AddLine("");
        AddLine(step.Token is { } token ? $"t = {step.T}  {ShownToken.Escape(token)}" : $"t = {step.T}");
        AddValues("input", [("x_t", step.Input)]);
        for (var layer = 0; layer < step.Layers.Count; layer++)
        {
            AddValues($"layer {layer + 1}", [.. LayerRows(step.Layers[layer])]);
        }

        AddOutput(step);
    }

    private IEnumerable<(string Label, float[] Values)> LayerRows(LayerTrace layer)
    {
        if (layer.Gates.Count == 0)
        {
            yield return ("x_t·W + b", layer.InputProjection);
            yield return ("O_{t-1}·W'", layer.RecurrentProjection);
            yield return ("pre-activation", layer.PreActivation);
        }

        var hidden = _trace.HiddenSize;
        for (var gate = 0; gate < layer.Gates.Count; gate++)
        {
            yield return ($"pre-activation {layer.Gates[gate].Name}", layer.PreActivation[(gate * hidden)..((gate + 1) * hidden)]);
        }

        foreach (var gate in layer.Gates)
        {
            yield return ($"gate {gate.Name}", gate.Values);
        }

        if (layer.Cell is { } cell)
        {
            yield return ("c_t", cell);
        }

        yield return ("O_t", layer.Output);
    }

    /// <summary>The output so far: all classes, or those with the highest scores.</summary>
    private void AddOutput(StepTrace step)
    {
        var classes = Enumerable.Range(0, _trace.Classes.Count);
        var title = _trace.LookAheadSteps == 0 ? "output"
            : step.T > _trace.LookAheadSteps ? $"output for t = {step.T - _trace.LookAheadSteps}"
            : "output for no input yet";
        var all = _trace.Classes.Count <= _units;
        int[] shown = all ? [.. classes] : [.. classes.OrderByDescending(index => step.Scores[index]).Take(_units)];
        AddBlocks(
            all ? title : $"{title}, best {shown.Length} of {_trace.Classes.Count}",
            [.. shown.Select(index => ShownToken.Shorten(_trace.Classes[index], LabelLength))],
            [("logit", [.. shown.Select(index => step.Logits[index])]), ("score", [.. shown.Select(index => step.Scores[index])])]);
        if (_trace.Activation != OutputActivation.None)
        {
            var labels = step.Labels.Count == 0 ? "none" : string.Join(", ", step.Labels.Select(ShownToken.Escape));
            _rows.Add(new Row("    label", [], labels));
        }
    }

    private void AddValues(string title, (string Label, float[] Values)[] rows)
    {
        var length = rows[0].Values.Length;
        var shown = Math.Min(length, _units);
        AddBlocks(
            shown == length ? title : $"{title}, {shown} of {length}",
            [.. Enumerable.Range(1, shown).Select(unit => $"{unit}")],
            rows);
    }

    /// <summary>Rows below column heads, cut into blocks that fit a terminal.</summary>
    private void AddBlocks(string title, string[] heads, (string Label, float[] Values)[] rows)
    {
        for (var start = 0; start < heads.Length; start += ColumnsPerBlock)
        {
            var end = Math.Min(start + ColumnsPerBlock, heads.Length);
            _rows.Add(new Row($"  {title}", heads[start..end]));
            foreach (var (label, values) in rows)
            {
                _rows.Add(new Row($"    {label}", Array.ConvertAll(values[start..end], Number)));
            }
        }
    }

    private void AddLine(string text) => _rows.Add(new Row("", [], text));

    private void Write(TextWriter output)
    {
        var labelWidth = _rows.Max(row => row.Label.Length);
        var cellWidth = _rows.SelectMany(row => row.Cells).Select(cell => cell.Length).DefaultIfEmpty(0).Max();
        foreach (var row in _rows)
        {
            var label = row.Label.Length > 0 ? row.Label.PadRight(labelWidth) : "";
            var line = label + string.Concat(row.Cells.Select(cell => Gap + cell.PadLeft(cellWidth)));
            output.WriteLine(row.Label.Length > 0 && row.Text.Length > 0 ? line + Gap + row.Text : line + row.Text);
        }
    }

    private static string Number(float value)
    {
        var text = value.ToString("F4", CultureInfo.InvariantCulture);
        return text == "-0.0000" ? "0.0000" : text;
    }

    private static string Kebab(Enum choice) => JsonNamingPolicy.KebabCaseLower.ConvertName(choice.ToString());

    /// <summary>Aligned cells behind a label, or a text.</summary>
    private sealed record Row(string Label, string[] Cells, string Text = "");
}
