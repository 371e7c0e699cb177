using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Streams;
using RnnCluster.Client;
using RnnCluster.Client.Hosting;
using RnnCluster.Client.Sessions;
using RnnCluster.Grains.Hosting;
using RnnCluster.Grains.Models;
using RnnCluster.Silo.Hosting;

namespace RnnCluster.TokenLatency;

/// <summary>One repetition: a fresh silo, warm-up, then the measured round trips.</summary>
internal static class LatencyRun
{
    // Long enough for the compiler to have optimised the whole way of a token.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(4);

    /// <summary>Measures with our tuning of the streams, or with Orleans' own settings.</summary>
    public static async Task<LatencySample> MeasureAsync(string models, bool isTuned, int sessions)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering();
            if (isTuned)
            {
                silo.AddRnnSilo(models);
            }
            else
            {
                silo.Services.Configure<ModelCatalogOptions>(options => options.Folder = models);
                silo.AddRnnSessions().AddRnnMemoryStore().AddMemoryGrainStorage("PubSubStore")
                    .AddMemoryStreams(RnnStreams.InputProvider).AddMemoryStreams(RnnStreams.OutputProvider);
            }
        });
        builder.Services.AddRnnClient();
        using var host = builder.Build();
        await host.StartAsync();
        var client = host.Services.GetRequiredService<RnnClient>();
        var trips = await Task.WhenAll(Enumerable.Range(0, sessions).Select(_ => TakeTripsAsync(client)));
        await host.StopAsync();
        var sorted = trips.SelectMany(trip => trip).Order().ToList();
        return new LatencySample(sorted[sorted.Count / 2], sorted[sorted.Count * 99 / 100]);
    }

    private static async Task<IReadOnlyList<double>> TakeTripsAsync(RnnClient client)
    {
        await using var session = await client.OpenAsync("tagger");
        await TakeTripsAsync(session, WarmUp);
        return await TakeTripsAsync(session, Measured);
    }

    private static async Task<IReadOnlyList<double>> TakeTripsAsync(RnnSession session, TimeSpan duration)
    {
        var tripsMs = new List<double>();
        var started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) < duration)
        {
            tripsMs.Add(await TakeTripAsync(session));
        }

        return tripsMs;
    }

    private static async Task<double> TakeTripAsync(RnnSession session)
    {
        var sent = TimeProvider.System.GetTimestamp();
        await session.AskAsync(new TokensInput(["word"]));
        return TimeProvider.System.GetElapsedTime(sent).TotalMilliseconds;
    }
}
