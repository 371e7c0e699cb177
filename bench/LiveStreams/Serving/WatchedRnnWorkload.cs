using Microsoft.Extensions.Hosting;
using RnnCluster.LiveStreams.Load;
using RnnCluster.LiveStreams.Processes;
using RnnCluster.Silo.Telemetry;

namespace RnnCluster.LiveStreams.Serving;

/// <summary>RnnCluster whose metrics and traces are collected, and sent to a collector that does not answer.</summary>
/// <param name="Rnn">What is served.</param>
/// <param name="Collector">Where to; null for nowhere, and nothing is collected.</param>
/// <param name="TraceRatio">Share of the frames that are traced, in silo and client.</param>
internal sealed record WatchedRnnWorkload(RnnWorkload Rnn, Uri? Collector, double TraceRatio) : Workload
{
    private RnnTelemetryOptions Telemetry => new() { OtlpEndpoint = Collector, TraceRatio = TraceRatio };

    public override void Configure(IHostApplicationBuilder host, SiloSettings settings)
    {
        Rnn.Configure(host, settings);
        host.Services.AddRnnTelemetry(Telemetry);
    }

    public override void Configure(IClientBuilder client)
    {
        Rnn.Configure(client);
        if (TraceRatio > 0)
        {
            client.Services.AddRnnTelemetry(Telemetry);
        }
    }

    public override ILoadTarget CreateTarget(IServiceProvider services) => Rnn.CreateTarget(services);
}
