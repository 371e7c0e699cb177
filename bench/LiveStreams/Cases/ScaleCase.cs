using RnnCluster.LiveStreams.Load;
using RnnCluster.LiveStreams.Processes;
using RnnCluster.LiveStreams.Report;
using RnnCluster.Reporting;
using RnnCluster.Reporting.Charts;

namespace RnnCluster.LiveStreams.Cases;

/// <summary>How many sessions can be resident in a silo, and what they cost.</summary>
internal sealed class ScaleCase : IBenchCase
{
    private const int HiddenSize = 64;
    private const int StateBytes = 2 * HiddenSize * sizeof(float);
    private const double FramesPerSecond = 1_000;
    private const double BytesPerMebibyte = 1 << 20;
    private static readonly int[] SessionCounts = [1_000, 10_000, 100_000, 1_000_000];

    public string Name => "scale";

    public async Task<ReportSection> RunAsync(RunSettings settings)
    {
        using var models = new ModelFolder(HiddenSize);
        await using var cluster = await Cluster.StartAsync(models.Workload);
        var rate = settings.Rate ?? FramesPerSecond;
        var empty = cluster.SiloResidentBytes;
        var points = new List<ScalePoint>();
        foreach (var sessions in settings.Sessions.Count > 0 ? settings.Sessions : SessionCounts)
        {
            var opening = await cluster.OpenAsync(sessions, withToken: true);
            var load = await cluster.MeasureAsync(new LoadPlan(sessions, Rate: rate), settings);
            var resident = cluster.SiloResidentBytes;
            points.Add(new ScalePoint(sessions, opening.TotalSeconds, resident, (double)(resident - empty) / sessions, load));
            Console.WriteLine(
                $"{sessions} sessions: {Number.Significant(opening.TotalSeconds)} s, {Number.Fixed(resident / BytesPerMebibyte, 0)} MiB, "
                + $"median {Number.Significant(load.MedianMs)} ms, p99 {Number.Significant(load.P99Ms)} ms");
        }

        return Section(points, empty, rate) with { OtherCores = Averages.Median(points.Select(point => point.Load.OtherCores)) };
    }

    private ReportSection Section(IReadOnlyList<ScalePoint> points, long empty, double rate)
    {
        var table = new MarkdownTable(
            ">sessions", ">opened in, s", ">silo in RAM, MiB", ">bytes a session", ">median, ms", ">p99, ms", ">p99.9, ms");
        foreach (var point in points)
        {
            table.Add(
                Number.Fixed(point.Sessions, 0),
                Number.Significant(point.OpenedSeconds),
                Number.Fixed(point.ResidentBytes / BytesPerMebibyte, 0),
                Number.Fixed(point.BytesPerSession, 0),
                Number.Significant(point.Load.MedianMs),
                Number.Significant(point.Load.P99Ms),
                Number.Significant(point.Load.P999Ms));
        }

        var text = $"""
            One silo, LSTM H {HiddenSize}: {StateBytes} bytes of recurrent state a session. Each session has read a token and is resident; those of a
            row are those of the row before and more, *opened in* is for these. Then {Number.Fixed(rate, 0)} frames of one token a second go to
            random sessions (open loop). *Bytes a session* is what the silo has grown by since it had none ({Number.Fixed(empty / BytesPerMebibyte, 0)} MiB),
            garbage included. One run.

            {table}
            """;
        return new ReportSection(Name, "Resident sessions", text)
        {
            Charts =
            [
                Chart("silo in RAM, MiB", points, Line("silo", points, point => point.ResidentBytes / BytesPerMebibyte)),
                Chart(
                    "bytes a session",
                    points,
                    Line("silo", points, point => point.BytesPerSession),
                    Line("recurrent state", points, _ => StateBytes)),
                Chart(
                    "latency, ms",
                    points,
                    Line("median", points, point => point.Load.MedianMs),
                    Line("p99", points, point => point.Load.P99Ms)),
            ],
        };
    }

    private static LineChart Chart(string value, IReadOnlyList<ScalePoint> points, params Series[] lines) => new()
    {
        Title = $"{value}, up to {Number.Fixed(points[^1].Sessions, 0)} sessions",
        XLabel = "resident sessions",
        YLabel = value,
        LogarithmicX = true,
        LogarithmicY = true,
        Series = lines,
    };

    private static Series Line(string name, IReadOnlyList<ScalePoint> points, Func<ScalePoint, double> value) =>
        new(name, [.. points.Select(point => ((double)point.Sessions, value(point)))]);
}
