using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RnnCluster.Cli.Connection;
using RnnCluster.Silo;
using RnnCluster.Silo.Gateway.Hosting;
using RnnCluster.Silo.Hosting;
using RnnCluster.Silo.Storage;

namespace RnnCluster.Cli.Commands;

/// <summary><c>rnn silo</c>: a silo until Ctrl-C. Silos with the same store are one cluster.</summary>
internal static class SiloCommand
{
    private const int DefaultSiloPort = 11111;
    private const int DefaultGatewayPort = 30000;
    private const int HighestPort = 65_535;
    private const int PrimaryPatienceSeconds = 15;

    public static Command Create()
    {
        var port = CommandOptions.Count("--port", "Port for other silos.", DefaultSiloPort, 1, HighestPort);
        var gateway = CommandOptions.Count("--gateway-port", "Port for clients.", DefaultGatewayPort, 1, HighestPort);
        var primary = CommandOptions.Count(
            "--primary-port", "With --store memory: silo port of the cluster's first silo; its own for the first.", DefaultSiloPort, 1, HighestPort);
        var store = StoreOptions.Store();
        var data = StoreOptions.DataFolder();
        var models = CommandOptions.Models();
        var http = new SiloHttpOptions();
        var command = new Command("silo", "Run a silo until Ctrl-C.") { port, gateway, primary, store, data, models };
        http.AddTo(command);
        command.SetAction((parsed, cancellation) => CommandRunner.RunAsync(() =>
        {
            var address = parsed.GetValue(store)!;
            StoreOptions.RequireUse(parsed, primary, StoreKind.Memory, address);
            StoreOptions.RequireUse(parsed, data, StoreKind.Embedded, address);
            return RunAsync(
                new RnnSiloOptions
                {
                    SiloPort = parsed.GetValue(port),
                    GatewayPort = parsed.GetValue(gateway),
                    PrimaryPort = parsed.GetValue(primary),
                    Store = address,
                    DataFolder = parsed.GetValue(data)!,
                    ModelsFolder = ModelsFolder.Require(parsed.GetValue(models)!),
                },
                http.Read(parsed),
                cancellation);
        }));
        return command;
    }

    private static async Task<int> RunAsync(RnnSiloOptions options, Action<RnnGatewayOptions>? http, CancellationToken cancellation)
    {
        RequireFree("--port", options.SiloPort);
        RequireFree("--gateway-port", options.GatewayPort);
        await RequirePrimaryAsync(options, cancellation);
        using var host = http is null ? Build(options) : BuildWithGateway(options, http);
        try
        {
            await host.StartAsync(cancellation);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new CommandException($"the silo did not start: {exception.Message}");
        }

        foreach (var address in GatewayAddresses(host))
        {
            await Console.Error.WriteLineAsync($"HTTP gateway at {address}");
        }

        await Console.Error.WriteLineAsync(
            $"silo 127.0.0.1:{options.SiloPort} is ready; clients connect with --connect 127.0.0.1:{options.GatewayPort}");
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (cancellation.Register(stop.SetResult))
        {
            await stop.Task;
        }

        await Console.Error.WriteLineAsync("silo stops");
        await host.StopAsync(CancellationToken.None);
        return 0;
    }

    private static IHost Build(RnnSiloOptions options)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        AddSilo(builder, options);
        return builder.Build();
    }

    private static WebApplication BuildWithGateway(RnnSiloOptions options, Action<RnnGatewayOptions> http)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        AddSilo(builder, options);
        builder.AddRnnGateway(http);
        return builder.Build().MapRnnGateway();
    }

    private static void AddSilo(IHostApplicationBuilder builder, RnnSiloOptions options)
    {
        builder.Logging.AddSiloLog();
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        builder.UseRnnSilo(options);
    }

    private static ICollection<string> GatewayAddresses(IHost host) =>
        host.Services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];

    /// <summary>A silo that joins needs the first one; waits a while for it.</summary>
    private static async Task RequirePrimaryAsync(RnnSiloOptions options, CancellationToken cancellation)
    {
        if (options.Store.Kind != StoreKind.Memory || options.PrimaryPort == options.SiloPort)
        {
            return;
        }

        var patience = new ConnectPatience(TimeProvider.System, TimeSpan.FromSeconds(PrimaryPatienceSeconds));
        while (true)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, options.PrimaryPort, cancellation);
                return;
            }
            catch (SocketException exception)
            {
                if (!await patience.RetryAsync(exception, cancellation))
                {
                    throw new CommandException(
                        $"no silo answers at --primary-port {options.PrimaryPort}; start the first silo first, `rnn silo --port {options.PrimaryPort}`");
                }
            }
        }
    }

    private static void RequireFree(string option, int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
        }
        catch (SocketException exception)
        {
            throw new CommandException($"{option} is {port}, which cannot be used ({exception.Message}); name a free port");
        }
    }
}
