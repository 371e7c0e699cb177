using System.Net;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Hosting;
using RnnCluster.LiveStreams.Baseline;
using RnnCluster.LiveStreams.Echo;
using RnnCluster.LiveStreams.Load;
using RnnCluster.LiveStreams.Processes;
using RnnCluster.Silo.Hosting;

namespace RnnCluster.LiveStreams.Serving;

/// <summary>What a cluster does, as its silos and its client have to know it.</summary>
[JsonDerivedType(typeof(EchoWorkload), "echo")]
[JsonDerivedType(typeof(BaselineWorkload), "baseline")]
[JsonDerivedType(typeof(RnnWorkload), "rnn")]
[JsonDerivedType(typeof(StoredRnnWorkload), "stored-rnn")]
[JsonDerivedType(typeof(SocketWorkload), "sockets")]
internal abstract record Workload
{
    /// <summary>A host that is a silo that does it.</summary>
    public virtual IHost Build(SiloSettings settings)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        Configure(builder, settings);
        return builder.Build();
    }

    /// <summary>Makes a host a silo that does it.</summary>
    public abstract void Configure(IHostApplicationBuilder host, SiloSettings settings);

    /// <summary>Adds what a client needs.</summary>
    public abstract void Configure(IClientBuilder client);

    /// <summary>The client's side, in a host that was configured so.</summary>
    public abstract ILoadTarget CreateTarget(IServiceProvider services);

    /// <summary>A silo of the cluster whose first one keeps the membership.</summary>
    protected static void UseLocalhost(IHostApplicationBuilder host, SiloSettings settings, Action<ISiloBuilder> configure) =>
        host.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(
                settings.SiloPort,
                settings.GatewayPort,
                new IPEndPoint(IPAddress.Loopback, settings.PrimaryPort),
                RnnSiloBuilderExtensions.ClusterName,
                RnnSiloBuilderExtensions.ClusterName);
            configure(silo);
        });
}
