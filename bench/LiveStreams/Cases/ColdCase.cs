using RnnCluster.LiveStreams.Processes;
using RnnCluster.LiveStreams.Report;
using RnnCluster.Reporting;

namespace RnnCluster.LiveStreams.Cases;

/// <summary>Many sessions open on a cluster that has just started; then nothing happens.</summary>
internal sealed class ColdCase : IBenchCase
{
    private const double BytesPerMebibyte = 1 << 20;
    private static readonly int[] SessionCounts = [10_000, 100_000];
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(20);

    // The runtime has tidied up after the last answers, and looks after the new grains less often.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(30);

    public string Name => "cold";

    public async Task<ReportSection> RunAsync(RunSettings settings)
    {
        using var models = new ModelFolder(LstmCase.HiddenSize);
        var counts = settings.Sessions.Count > 0 ? settings.Sessions : SessionCounts;
        var results = counts.ToDictionary(count => count, _ => new List<ColdStart>());
        for (var repetition = 0; repetition < settings.Repetitions; repetition++)
        {
            foreach (var count in counts)
            {
                var result = await MeasureAsync(models, count);
                results[count].Add(result);
                Console.WriteLine(
                    $"{count} cold sessions: {Number.Significant(result.Seconds)} s, {Number.Fixed(result.ResidentBytes / BytesPerMebibyte, 0)} MiB, "
                    + $"idle {Number.Significant(100 * result.IdleShare)} % of a core");
            }
        }

        return Section(results);
    }

    private static async Task<ColdStart> MeasureAsync(ModelFolder models, int sessions)
    {
        await using var cluster = await Cluster.StartAsync(models.Workload);
        var opening = await cluster.OpenAsync(sessions, withToken: true);
        var resident = cluster.SiloResidentBytes;
        await Task.Delay(Settling);
        var before = cluster.SiloProcessorTime;
        await Task.Delay(Idle);
        return new ColdStart(opening.TotalSeconds, resident, (cluster.SiloProcessorTime - before) / Idle);
    }

    private ReportSection Section(Dictionary<int, List<ColdStart>> results)
    {
        var table = new MarkdownTable(">sessions", ">all answered, s", ">sessions/s", ">silo in RAM, MiB", ">idle silo, % of a core");
        foreach (var (count, all) in results)
        {
            var seconds = Averages.Median(all.Select(one => one.Seconds));
            table.Add(
                Number.Fixed(count, 0),
                Number.Significant(seconds),
                Number.Fixed(count / seconds, 0),
                Number.Fixed(Averages.Median(all.Select(one => one.ResidentBytes)) / BytesPerMebibyte, 0),
                Number.Significant(100 * Averages.Median(all.Select(one => one.IdleShare))));
        }

        return new ReportSection(Name, "Cold start", $"""
            Sessions are opened on a cluster that has just started, each sends one token and waits for its answer. LSTM H {LstmCase.HiddenSize}. Then
            nothing happens: CPU is taken over {Idle.TotalSeconds:0} s that begin {Settling.TotalSeconds:0} s later.

            {table}
            """);
    }
}
