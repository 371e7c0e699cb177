using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using RnnCluster.LiveStreams.Load;
using RnnCluster.LiveStreams.Processes;
using RnnCluster.Silo.Gateway.Hosting;

namespace RnnCluster.LiveStreams.Serving;

/// <summary>RnnCluster over WebSockets to the gateway in its silo.</summary>
/// <param name="Rnn">What is served.</param>
/// <param name="HttpPort">Port of the gateway.</param>
/// <param name="SocketSessions">Sessions of each socket.</param>
internal sealed record SocketWorkload(RnnWorkload Rnn, int HttpPort, int SocketSessions) : Workload
{
    public override IHost Build(SiloSettings settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        Configure(builder, settings);
        builder.AddRnnGateway(options => options.Port = HttpPort);
        return builder.Build().MapRnnGateway();
    }

    public override void Configure(IHostApplicationBuilder host, SiloSettings settings) => Rnn.Configure(host, settings);

    public override void Configure(IClientBuilder client) => Rnn.Configure(client);

    public override ILoadTarget CreateTarget(IServiceProvider services) => new SocketTarget(HttpPort, Rnn.Model, SocketSessions);
}
