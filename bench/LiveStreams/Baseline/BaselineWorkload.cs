using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RnnCluster.LiveStreams.Load;
using RnnCluster.LiveStreams.Processes;
using RnnCluster.LiveStreams.Serving;
using RnnCluster.LiveStreams.Streams;

namespace RnnCluster.LiveStreams.Baseline;

/// <summary>Streams, a grain for each session, and ONNX Runtime in it.</summary>
/// <param name="Variant">Name of what carries the frames.</param>
/// <param name="HiddenSize">Of the model.</param>
internal sealed record BaselineWorkload(string Variant, int HiddenSize) : Workload
{
    public override void Configure(IHostApplicationBuilder host, SiloSettings settings) => UseLocalhost(host, settings, silo =>
    {
        StreamVariants.Named(Variant).Configure(silo);
        silo.Services.AddSingleton(new OnnxLstm(new LstmModel(HiddenSize)));
    });

    public override void Configure(IClientBuilder client) => StreamVariants.Named(Variant).Configure(client);

    public override ILoadTarget CreateTarget(IServiceProvider services) =>
        new BaselineTarget(services.GetRequiredService<IClusterClient>());
}
