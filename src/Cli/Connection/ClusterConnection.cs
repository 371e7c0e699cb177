using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using RnnCluster.Cli.Commands;
using RnnCluster.Client;
using RnnCluster.Client.Hosting;
using RnnCluster.Silo.Hosting;

namespace RnnCluster.Cli.Connection;

/// <summary>A client, and the silo in this process that it talks to when no running cluster is named.</summary>
internal sealed class ClusterConnection : IAsyncDisposable
{
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(10);

    private readonly IHost _host;

    private ClusterConnection(IHost host)
    {
        _host = host;
        Client = host.Services.GetRequiredService<RnnClient>();
    }

    public RnnClient Client { get; }

    /// <summary>Connects to <paramref name="gateways"/>, or hosts a silo for the connection's lifetime when there are none.</summary>
    /// <exception cref="CommandException">Nobody answers there, or the silo cannot start.</exception>
    public static async Task<ClusterConnection> OpenAsync(
        EndPoint[]? gateways, string modelsFolder, Action<RnnClientOptions>? configure, CancellationToken cancellation)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddCommandLog();
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        builder.Services.AddRnnClient(configure);
        if (gateways is { Length: > 0 })
        {
            ConfigureClient(builder, gateways);
        }
        else
        {
            builder.UseRnnSilo(EmbeddedSilo.Options(ModelsFolder.Require(modelsFolder)));
        }

        var host = builder.Build();
        try
        {
            await host.StartAsync(cancellation);
            return new ClusterConnection(host);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            host.Dispose();
            throw new CommandException(gateways is { Length: > 0 }
                ? $"no cluster answers at {string.Join(", ", gateways.AsEnumerable())} ({exception.Message}); start one with `rnn silo`"
                : $"the embedded silo did not start: {exception.Message}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await _host.StopAsync();
        _host.Dispose();
    }

    private static void ConfigureClient(HostApplicationBuilder builder, EndPoint[] gateways) => builder.UseOrleansClient(client =>
    {
        client.UseRnnGateways(gateways)
            .Configure<ClusterOptions>(options =>
            {
                options.ClusterId = RnnSiloBuilderExtensions.ClusterName;
                options.ServiceId = RnnSiloBuilderExtensions.ClusterName;
            })
            .AddRnnStreams()
            .UseConnectionRetryFilter(new ConnectPatience(TimeProvider.System, ClusterConnection.ConnectPatience).RetryAsync);
    });
}
