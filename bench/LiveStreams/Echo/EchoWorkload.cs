using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RnnCluster.LiveStreams.Load;
using RnnCluster.LiveStreams.Processes;
using RnnCluster.LiveStreams.Serving;
using RnnCluster.LiveStreams.Streams;

namespace RnnCluster.LiveStreams.Echo;

/// <summary>Grains that give back what they get.</summary>
/// <param name="Variant">Name of what carries the events.</param>
internal sealed record EchoWorkload(string Variant) : Workload
{
    public override void Configure(IHostApplicationBuilder host, SiloSettings settings) =>
        UseLocalhost(host, settings, StreamVariants.Named(Variant).Configure);

    public override void Configure(IClientBuilder client) => StreamVariants.Named(Variant).Configure(client);

    public override ILoadTarget CreateTarget(IServiceProvider services)
    {
        var cluster = services.GetRequiredService<IClusterClient>();
        return Variant == StreamVariants.Calls ? new EchoCallTarget(cluster) : new EchoTarget(cluster);
    }
}
