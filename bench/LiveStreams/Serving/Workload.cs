using System.Text.Json.Serialization;
using RnnCluster.LiveStreams.Baseline;
using RnnCluster.LiveStreams.Echo;
using RnnCluster.LiveStreams.Load;

namespace RnnCluster.LiveStreams.Serving;

/// <summary>What a cluster does, as its silos and its client have to know it.</summary>
[JsonDerivedType(typeof(EchoWorkload), "echo")]
[JsonDerivedType(typeof(BaselineWorkload), "baseline")]
[JsonDerivedType(typeof(RnnWorkload), "rnn")]
internal abstract record Workload
{
    /// <summary>Adds it to a silo whose clustering is configured.</summary>
    public abstract void Configure(ISiloBuilder silo);

    /// <summary>Adds what a client needs.</summary>
    public abstract void Configure(IClientBuilder client);

    /// <summary>The client's side, in a host that was configured so.</summary>
    public abstract ILoadTarget CreateTarget(IServiceProvider services);
}
