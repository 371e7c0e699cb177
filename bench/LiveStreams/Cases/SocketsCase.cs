using RnnCluster.LiveStreams.Load;
using RnnCluster.LiveStreams.Processes;
using RnnCluster.LiveStreams.Report;
using RnnCluster.LiveStreams.Serving;
using RnnCluster.Reporting;
using RnnCluster.Silo;

namespace RnnCluster.LiveStreams.Cases;

/// <summary>What it costs that sessions come over WebSockets and not over the cluster's own client.</summary>
internal sealed class SocketsCase : IBenchCase
{
    private const string Native = "the cluster's own client";
    private const string OwnSocket = "WebSockets, 1 session each";
    private const string SharedSocket = "WebSockets, 100 sessions each";
    private const string Closed = "closed loop";
    private const string Half = "half of that";
    private const double Share = 0.5;
    private const int Sessions = 1_000;

    // The way of a frame over a socket is long: the compiler is not done with it after the warm-up of others.
    private const int WarmUps = 3;

    private const int Windows = 2;

    public string Name => "sockets";

    public async Task<ReportSection> RunAsync(RunSettings settings)
    {
        settings = settings with { WarmUp = WarmUps * settings.WarmUp, Window = Windows * settings.Window };
        using var models = new ModelFolder(LstmCase.HiddenSize);
        var load = new LoadPlan(settings.Sessions.FirstOrDefault(Sessions));
        var samples = new Samples<SocketsLoad>();
        for (var repetition = 0; repetition < settings.Repetitions; repetition++)
        {
            foreach (var way in new[] { Native, OwnSocket, SharedSocket })
            {
                await using var cluster = await Cluster.StartAsync(WorkloadOf(way, models.Workload));
                var closed = await cluster.MeasureAsync(load, settings);
                samples.Add(new SocketsLoad(way, Closed), closed);
                samples.Add(new SocketsLoad(way, Half), await cluster.MeasureAsync(load with { Rate = Share * closed.FramesPerSecond }, settings));
            }
        }

        return Section(samples.Medians(), load, settings) with { OtherCores = samples.OtherCores };
    }

    private static Workload WorkloadOf(string way, RnnWorkload rnn) => way == Native
        ? rnn
        : new SocketWorkload(rnn, LoopbackPorts.FindFree(1)[0], way == OwnSocket ? 1 : 100);

    private ReportSection Section(IReadOnlyDictionary<SocketsLoad, Measurement> results, LoadPlan load, RunSettings settings)
    {
        double Ratio(string way) => results[new(way, Closed)].TokensPerSecond / results[new(Native, Closed)].TokensPerSecond;
        var rows = results.OrderBy(result => result.Key.Load, StringComparer.Ordinal).Select(result => new MeasurementRow([result.Key.Way, result.Key.Load], result.Value));
        return new ReportSection(
            Name,
            "Sessions over WebSockets",
            $"""
            With a socket for each session **{Number.Percent(Ratio(OwnSocket))}** of the tokens a second of the cluster's own client, with a socket for 100
            sessions **{Number.Percent(Ratio(SharedSocket))}**. Median latency over sockets at half load **{Number.Significant(results[new(OwnSocket, Half)].MedianMs)} ms**.

            One silo, LSTM H {LstmCase.HiddenSize}, {Number.Fixed(load.Sessions, 0)} sessions, one token a frame, one frame under way in each session; JSON text, the client in
            .NET, silo and client on the same cores, measured after {Number.Fixed(settings.WarmUp.TotalSeconds, 0)} seconds of load. In the open loop frames are due on an even schedule at half the rate of the closed one.

            {MeasurementTable.Of(["sessions over", "load"], "tokens", rows)}
            """);
    }
}
