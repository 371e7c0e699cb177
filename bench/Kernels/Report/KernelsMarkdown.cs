using System.Globalization;
using RnnCluster.Kernels.Cases;
using RnnCluster.Kernels.Roofline;
using RnnCluster.Kernels.Steps;
using RnnCluster.Recurrent.Kernels;
using RnnCluster.Reporting;

namespace RnnCluster.Kernels.Report;

/// <summary>The report's text: what came out first, then how it was measured, then every case.</summary>
internal static class KernelsMarkdown
{
    private const string Plots = $"""


        ![Times as fast as ONNX Runtime]({KernelsPlots.RatioFile})

        ![Share of the roofline]({KernelsPlots.RooflineFile})
        """;

    /// <summary>The report, without a line feed at its end. It shows the plots if they are saved beside it.</summary>
    public static string Text(
        RunSettings settings, IReadOnlyList<CaseResult> results, IReadOnlyList<FormatResult> formats) => $"""
        # The recurrent step against ONNX Runtime

        {string.Join('\n', Summary(results))}{(settings.Folder is null ? "" : Plots)}

        ## How it is measured

        One step of one layer whose input is as long as its state (H), for B sequences at once, with random weights. One thread;
        CPU: {Processor.DescriptionWithCores}.

        - **ours**: {OurStep.Path}.
        - **ONNX Runtime** {OnnxStep.Version}: RNN (tanh), GRU (`linear_before_reset`) and LSTM in float32, in the same process.
          One thread that never spins, all sizes fixed, all tensors bound once, nothing asked for but the state.
        - **token input**: rows of an embedding of {Number.Fixed(StepCase.Vocabulary, 0)} tokens, other ones in every step.
          ONNX Runtime gathers them; ours looks up their products with the input weights, multiplied at load.
        - **same numbers**: before a case is timed, both have given the same states within {Agreement.Tolerance:0.####}.
        - **time**: median of {settings.Repetitions} repetitions of at least {settings.Least.TotalMilliseconds:0} ms. Ours, ONNX
          Runtime's, peak and bandwidth take turns, so that noise and the clock hit all alike.
        - **roofline**: the longer of *flops / peak* and *bytes of the weights / bandwidth*. Flops are 2 · B · gates · H · 2H with
          dense input and 2 · B · gates · H · H with token input; the gates' functions are not counted. The peak is that of fused multiply-adds from registers to registers ({FmaPeak.Path}), the
          bandwidth that of summing a warm buffer as large as the weights, over and over from its beginning. Steps read the weights
          from either end in turns, so that weights a little larger than a cache can be faster than that.
        - **bound**: which of both is the longer. **of the roofline**: that time, divided by ours. **GFLOP/s** are ours.

        {string.Join("\n\n", results.GroupBy(result => result.Case.Kind).Select(Section))}

        ## Formats of the weights

        Dense input, B 1, all formats in turns. Times as fast as float32:

        {Formats(formats)}

        `dotnet run -c Release --project bench/Kernels`
        """;

    private static IEnumerable<string> Summary(IReadOnlyList<CaseResult> results)
    {
        foreach (var kind in results.GroupBy(result => result.Case.Kind))
        {
            var ratio = Averages.GeometricMean(kind.Select(result => result.Ratio));
            var share = Averages.GeometricMean(kind.Select(result => result.RooflineShare));
            yield return $"- {kind.Key}: **{Number.Fixed(ratio, 2)} times** as fast as ONNX Runtime, "
                + $"{Number.Percent(share)} of the roofline (geometric means of {kind.Count()} cases).";
        }

        var least = results.MinBy(result => result.Ratio)!;
        var most = results.MaxBy(result => result.Ratio)!;
        yield return $"- Least: {Number.Fixed(least.Ratio, 2)} times ({least.Case}).";
        yield return $"- Most: {Number.Fixed(most.Ratio, 2)} times ({most.Case}).";
        var notSlower = results.Count(result => result.Ratio >= 1);
        yield return $"- As fast as ONNX Runtime or faster: {notSlower} of {results.Count} cases.";
    }

    private static string Section(IGrouping<string, CaseResult> kind)
    {
        var table = new MarkdownTable(
            "cell", ">H", ">B", ">ours, µs", ">ONNX Runtime, µs", ">ratio", ">GFLOP/s", ">flops/byte", ">peak, GFLOP/s",
            ">bandwidth, GB/s", "bound", ">of the roofline");
        foreach (var result in kind)
        {
            table.Add(
                result.Case.CellName,
                result.Case.HiddenSize.ToString(CultureInfo.InvariantCulture),
                result.Case.Batch.ToString(CultureInfo.InvariantCulture),
                Number.Significant(result.OurSeconds * 1e6),
                Number.Significant(result.OnnxSeconds * 1e6),
                Number.Fixed(result.Ratio, 2),
                Number.Significant(result.OurFlops / 1e9),
                Number.Fixed(result.Case.Intensity, 1),
                Number.Significant(result.PeakFlops / 1e9),
                Number.Significant(result.Bandwidth / 1e9),
                result.IsMemoryBound ? "weights" : "flops",
                Number.Percent(result.RooflineShare));
        }

        return $"## {kind.Key}\n\n{table}";
    }

    private static MarkdownTable Formats(IReadOnlyList<FormatResult> results)
    {
        var table = new MarkdownTable("cell", ">H", ">float32, µs", ">bfloat16, µs", ">times", ">int8, µs", ">times");
        foreach (var result in results)
        {
            table.Add(
                result.Case.CellName,
                result.Case.HiddenSize.ToString(CultureInfo.InvariantCulture),
                Number.Significant(result.Seconds[WeightFormat.Float32] * 1e6),
                Number.Significant(result.Seconds[WeightFormat.BFloat16] * 1e6),
                Number.Fixed(result.Ratio(WeightFormat.BFloat16), 2),
                Number.Significant(result.Seconds[WeightFormat.Int8] * 1e6),
                Number.Fixed(result.Ratio(WeightFormat.Int8), 2));
        }

        return table;
    }
}
