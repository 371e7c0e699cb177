using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RnnCluster.Abstractions.Streams;
using RnnCluster.Client;
using RnnCluster.Client.Hosting;
using RnnCluster.Oracle.Driving;
using RnnCluster.Oracle.Driving.Sockets;
using RnnCluster.Oracle.Harm;
using RnnCluster.Oracle.Journal;
using RnnCluster.Oracle.Stores;
using RnnCluster.Streams.Sending;

namespace RnnCluster.Oracle.Processes;

/// <summary>A client process: drives all sessions of the run, from where the journal says that an earlier process came to.</summary>
internal static class ClientProgram
{
    /// <summary>The hidden verb.</summary>
    public const string Verb = "client";

    private static readonly TimeSpan ConnectRetry = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(string json)
    {
        var settings = Lines.Read<ClientSettings>(json);
        await using var journal = JournalWriter.Open(settings.JournalFile, out var former);
        var streams = new StreamHarm(settings.Streams);
        using var host = Build(settings, streams, out var counter);
        await host.StartAsync();
        await using var sockets = settings.HttpGateways.Length > 0 ? new SocketSessions(settings.HttpGateways) : null;
        using var driver = new LoadDriver(
            settings,
            sockets ?? (ISessionSource)new ClusterSessions(host.Services.GetRequiredService<RnnClient>()),
            journal,
            SessionJournal.Sort(former, settings.Sessions));
        using var progress = new Timer(_ => Lines.Say(ProgressOf(driver.Counts, counter, streams)), state: null, ProgressEvery, ProgressEvery);
        var starting = StartAsync(driver);
        await foreach (var _ in Lines.ReadRequestsAsync())
        {
            await starting;
            await driver.StopAsync();
            Lines.Say(ProgressOf(driver.Counts, counter, streams));
            Lines.Say(new DoneMessage());
        }
    }

    private static IHost Build(ClientSettings settings, StreamHarm streams, out EventCounter counter)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        counter = EventCounter.AddTo(builder.Logging);
        builder.Services.AddSingleton<IHostLifetime, ParentLifetime>();
        if (settings.HttpGateways.Length > 0)
        {
            // Sockets need no client of the cluster.
            return builder.Build();
        }

        builder.Services.AddKeyedSingleton<ILiveStreamFilter>(RnnStreams.InputProvider, streams);
        builder.Services.AddKeyedSingleton<ILiveStreamFilter>(RnnStreams.OutputProvider, streams);
        builder.Services.AddRnnClient(options => options.SessionFramesLimit = SessionDriver.Window);
        builder.UseOrleansClient(client =>
        {
            StoreChoice.UseClustering(client, settings);
            client.AddRnnStreams().UseConnectionRetryFilter(static async (_, cancellation) =>
            {
                // Silos come and go: one of them answers sooner or later, or the parent ends the process.
                await Clock.PassAsync(ConnectRetry, cancellation);
                return true;
            });
        });
        return builder.Build();
    }

    private static async Task StartAsync(LoadDriver driver)
    {
        await driver.StartAsync();
        Lines.Say(new ReadyMessage());
    }

    private static ProgressMessage ProgressOf(DriverCounts counts, EventCounter events, StreamHarm streams) => new(
        counts.Open, counts.Sent, counts.Answered, counts.Failures, counts.Resumptions, events.Counts, streams.Dropped, streams.Doubled);
}
