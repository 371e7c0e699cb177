using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RnnCluster.Abstractions.Streams;
using RnnCluster.Grains.Sessions;
using RnnCluster.Oracle.Faults;
using RnnCluster.Oracle.Harm;
using RnnCluster.Oracle.Stores;
using RnnCluster.Silo.Gateway.Hosting;
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
        var streams = new StreamHarm(settings.Streams);
        using var host = Build(settings, streams, out var events);
        await host.StartAsync();
        var census = host.Services.GetRequiredService<SessionCensus>();
        var requests = AnswerAsync(() => new CensusMessage(
            [.. census.List().Select(session => session.GrainId.Key.ToString()!)],
            StoreChoice.IsHostedBy(host.Services),
            events.Counts,
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

    private static IHost Build(SiloSettings settings, StreamHarm streams, out EventCounter counter)
    {
        if (settings.HttpPort is { } port)
        {
            var web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            counter = Add(web, settings, streams);
            web.AddRnnGateway(options => options.Port = port);
            return web.Build().MapRnnGateway();
        }

        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        counter = Add(builder, settings, streams);
        return builder.Build();
    }

    private static EventCounter Add(IHostApplicationBuilder builder, SiloSettings settings, StreamHarm streams)
    {
        var counter = EventCounter.AddTo(builder.Logging);
        builder.Services.AddSingleton<IHostLifetime, ParentLifetime>();
        builder.Services.AddKeyedSingleton<ILiveStreamFilter>(RnnStreams.InputProvider, streams);
        builder.Services.AddKeyedSingleton<ILiveStreamFilter>(RnnStreams.OutputProvider, streams);
        builder.UseRnnSilo(StoreChoice.OptionsOf(settings));
        FaultInjection.Apply(builder.Services, settings.Fault);
        return counter;
    }

    private static async Task AnswerAsync(Func<CensusMessage> census)
    {
        await foreach (var _ in Lines.ReadRequestsAsync())
        {
            Lines.Say(census());
        }
    }
}
