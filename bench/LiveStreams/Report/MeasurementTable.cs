using RnnCluster.LiveStreams.Processes;
using RnnCluster.Reporting;

namespace RnnCluster.LiveStreams.Report;

/// <summary>Measurements under each other.</summary>
internal static class MeasurementTable
{
    /// <summary>A table whose first columns say what was measured.</summary>
    /// <param name="columns">Their headings.</param>
    /// <param name="tokens">What tokens are called.</param>
    /// <param name="rows">In order.</param>
    public static MarkdownTable Of(string[] columns, string tokens, IEnumerable<MeasurementRow> rows)
    {
        var table = new MarkdownTable(
            [.. columns, $">{tokens}/s", ">median, ms", ">p99, ms", ">silo CPU, µs", ">client CPU, µs"]);
        foreach (var row in rows)
        {
            table.Add(
                [
                    .. row.Names,
                    Number.Fixed(row.Measurement.TokensPerSecond, 0) + Lost(row.Measurement),
                    Number.Significant(row.Measurement.MedianMs),
                    Number.Significant(row.Measurement.P99Ms),
                    Number.Significant(row.Measurement.SiloUs),
                    Number.Significant(row.Measurement.ClientUs),
                ]);
        }

        return table;
    }

    /// <summary>A table of the same load in several ways, and what each gives of the first one's tokens.</summary>
    /// <param name="what">What the ways differ in.</param>
    /// <param name="rows">The ways, by name, in order.</param>
    public static MarkdownTable OfShares(string what, IReadOnlyList<(string Name, Measurement Measurement)> rows)
    {
        var table = new MarkdownTable(what, ">tokens/s", ">of none", ">median, ms", ">p99, ms", ">silo CPU, µs", ">client CPU, µs");
        foreach (var (name, one) in rows)
        {
            table.Add(
                name,
                Number.Fixed(one.TokensPerSecond, 0),
                Number.Percent(one.TokensPerSecond / rows[0].Measurement.TokensPerSecond),
                Number.Significant(one.MedianMs),
                Number.Significant(one.P99Ms),
                Number.Significant(one.SiloUs),
                Number.Significant(one.ClientUs));
        }

        return table;
    }

    private static string Lost(Measurement measurement) =>
        measurement.Lost == 0 ? "" : $" ({Number.Fixed(measurement.Lost, 0)} frames lost)";
}
