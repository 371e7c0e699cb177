using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RnnCluster.Abstractions.Streams;
using RnnCluster.Grains.Sessions;
using RnnCluster.Oracle.Faults;
using RnnCluster.Oracle.Harm;
using RnnCluster.Oracle.Stores;
using RnnCluster.Silo.Hosting;
using RnnCluster.Streams.Sending;

namespace RnnCluster.Oracle.Processes;

/// <summary>A silo process: the silo that <c>rnn silo</c> runs, with stream events that get lost. SIGTERM drains it.</summary>
internal static class SiloProgram
{
    /// <summary>The hidden verb.</summary>
    public const string Verb = "silo";

    public static async Task RunAsync(string json)
    {
        var settings = Lines.Read<SiloSettings>(json);
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        var counter = EventCounter.AddTo(builder.Logging);
        var streams = new StreamHarm(settings.Streams);
        builder.Services.AddSingleton<IHostLifetime, ParentLifetime>();
        builder.Services.AddKeyedSingleton<ILiveStreamFilter>(RnnStreams.InputProvider, streams);
        builder.Services.AddKeyedSingleton<ILiveStreamFilter>(RnnStreams.OutputProvider, streams);
        builder.UseRnnSilo(StoreChoice.OptionsOf(settings));
        FaultInjection.Apply(builder.Services, settings.Fault);
        using var host = builder.Build();
        await host.StartAsync();
        var census = host.Services.GetRequiredService<SessionCensus>();
        var requests = AnswerAsync(() => new CensusMessage(
            [.. census.List().Select(session => session.GrainId.Key.ToString()!)],
            StoreChoice.IsHostedBy(host.Services),
            counter.Counts,
            streams.Dropped,
            streams.Doubled));
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var signal = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            stop.TrySetResult();
        });
        Lines.Say(new ReadyMessage());
        await await Task.WhenAny(stop.Task, requests);
        await host.StopAsync();
    }

    private static async Task AnswerAsync(Func<CensusMessage> census)
    {
        await foreach (var _ in Lines.ReadRequestsAsync())
        {
            Lines.Say(census());
        }
    }
}
