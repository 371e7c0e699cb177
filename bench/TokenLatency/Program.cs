using System.Globalization;
using RnnCluster.Reporting;
using RnnCluster.TokenLatency;

// Round trip of one token through the streams, Orleans' memory streams as they come against ours, side by side in one run.
var models = args.Length > 0 ? args[0] : "models";
const int Repetitions = 5;
int[] sessionCounts = [1, 100];

var rows = new List<string>();
foreach (var sessions in sessionCounts)
{
    var stock = new List<LatencySample>();
    var tuned = new List<LatencySample>();
    for (var repetition = 0; repetition < Repetitions; repetition++)
    {
        stock.Add(await LatencyRun.MeasureAsync(models, isTuned: false, sessions));
        tuned.Add(await LatencyRun.MeasureAsync(models, isTuned: true, sessions));
    }

    rows.Add(Row("memory streams, stock (polled every 100 ms)", sessions, stock));
    rows.Add(Row("memory streams, as RnnCluster tunes them", sessions, tuned));
    var ratio = Averages.Median(stock.Select(sample => sample.MedianMs))
        / Averages.Median(tuned.Select(sample => sample.MedianMs));
    rows.Add(string.Create(CultureInfo.InvariantCulture, $"| ratio | {sessions} | {ratio:F0} × | |"));
}

Console.WriteLine($"""
    # Round trip of one token

    Client and silo in one process, model `tagger`, one token a frame, every session waits for its answer before it sends the
    next. Median of {Repetitions} repetitions, taken in turns. CPU: {Processor.DescriptionWithCores}.

    | streams | sessions | median, ms | p99, ms |
    | --- | ---: | ---: | ---: |
    {string.Join("\n", rows)}

    `dotnet run -c Release --project bench/TokenLatency`
    """);

static string Row(string name, int sessions, IReadOnlyCollection<LatencySample> samples)
{
    var medianMs = Averages.Median(samples.Select(sample => sample.MedianMs));
    var p99Ms = Averages.Median(samples.Select(sample => sample.P99Ms));
    return string.Create(CultureInfo.InvariantCulture, $"| {name} | {sessions} | {medianMs:F2} | {p99Ms:F2} |");
}
