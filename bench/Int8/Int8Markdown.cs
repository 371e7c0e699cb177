using System.Globalization;
using System.Runtime.Intrinsics.X86;
using RnnCluster.Reporting;

namespace RnnCluster.Int8;

/// <summary>The report's text.</summary>
internal static class Int8Markdown
{
    /// <summary>The report, without a line feed at its end.</summary>
    public static string Text(IReadOnlyList<ProductResult> results) => $"""
        # Formats of the weights

        {string.Join('\n', Summary(results))}

        The matrix product of one step of an LSTM layer whose input is as long as its state (H), for B sequences at once: `[B, 2H]`
        times `[2H, 4H]`, seeded weights of ±1/√H, inputs from −1 to 1. One thread; CPU: {Processor.DescriptionWithCores}.

        All are the product that sessions run, {Product.Path}.

        - **float32, bfloat16**: weights are widened to float32 in registers; sums are float32.
        - **int8**: each row of inputs is rounded to 8 bits first, with its own scale and zero. Bytes are multiplied,
          {Instructions}. Sums are exact whole numbers.
        - **time**: median of {ProductRun.Repetitions} repetitions of at least {ProductRun.LeastMs} ms, in turns.
        - **GB/s**: bytes of the weights, read once, in that time.
        - **error**: difference of the outputs to those of float32; its largest, and its root mean square as a share of the outputs' own.

        {Table(results)}

        `dotnet run -c Release --project bench/Int8`
        """;

    private static string Instructions => AvxVnni.IsSupported
        ? "by VNNI's instruction on 256-bit vectors, the widest that .NET 10 has of it without AVX10.2"
        : "widened to 16 bits, as .NET 10 finds no AVX-VNNI on this processor";

    /// <summary>Every way against the one before it, which has more bits.</summary>
    private static IEnumerable<string> Summary(IReadOnlyList<ProductResult> results)
    {
        var ways = results.GroupBy(result => result.Name).ToList();
        foreach (var (before, way) in ways.Zip(ways.Skip(1)))
        {
            var ratios = before.Zip(way, (slower, faster) => (faster.Case, Ratio: slower.Seconds / faster.Seconds)).ToList();
            var (least, most) = (ratios.MinBy(pair => pair.Ratio), ratios.MaxBy(pair => pair.Ratio));
            yield return $"- **{way.Key}**: {Number.Fixed(Averages.GeometricMean(ratios.Select(pair => pair.Ratio)), 2)} times as fast as "
                + $"{before.Key} (geometric mean of {ratios.Count} cases), "
                + $"from {Number.Fixed(least.Ratio, 2)} ({least.Case}) to {Number.Fixed(most.Ratio, 2)} ({most.Case}).";
        }
    }

    private static MarkdownTable Table(IReadOnlyList<ProductResult> results)
    {
        var table = new MarkdownTable(">H", ">B", "weights", ">µs", ">GB/s", ">times float32", ">largest error", ">error");
        foreach (var result in results)
        {
            table.Add(
                result.Case.HiddenSize.ToString(CultureInfo.InvariantCulture),
                result.Case.Batch.ToString(CultureInfo.InvariantCulture),
                result.Name,
                Number.Significant(result.Seconds * 1e6),
                Number.Significant(result.BytesPerSecond / 1e9),
                Number.Fixed(result.Speed, 2),
                Number.Significant(result.LargestError),
                Number.Fixed(100 * result.ErrorShare, 2) + " %");
        }

        return table;
    }
}
