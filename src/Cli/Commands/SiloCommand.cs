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
    /// <summary>The command's name.</summary>
    public const string Name = "silo";

    private const string DrainOption = "--drain-seconds";
    private const int DefaultDrainSeconds = 30;
    private const int MostDrainSeconds = 3_600;
    private const int DefaultSiloPort = 11111;
    private const int DefaultGatewayPort = 30000;
    private const int HighestPort = 65_535;
    private const int PrimaryPatienceSeconds = 15;

    /// <summary>What is left to do when a drain was given up: the store ends, and the process.</summary>
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var address = SiloAddressOption.Create();
        var port = CommandOptions.Count("--port", "Port for other silos.", DefaultSiloPort, 1, HighestPort);
        var gateway = CommandOptions.Count("--gateway-port", "Port for clients.", DefaultGatewayPort, 1, HighestPort);
        var primary = CommandOptions.Count(
            "--primary-port", "With --store memory: silo port of the cluster's first silo; its own for the first.", DefaultSiloPort, 1, HighestPort);
        var store = StoreOptions.Store();
        var data = StoreOptions.DataFolder();
        var models = CommandOptions.Models();
        var http = new SiloHttpOptions();
        var drain = CommandOptions.Count(
            DrainOption, "How long a silo that is asked to end may take to hand its sessions on.", DefaultDrainSeconds, 1, MostDrainSeconds);
        var command = new Command(Name, "Run a silo until Ctrl-C. Each option may be an environment variable too: RNN_SILO_GATEWAY_PORT is --gateway-port.")
        {
            address, port, gateway, primary, store, data, models, drain,
        };
        http.AddTo(command);
        command.SetAction((parsed, cancellation) => CommandRunner.RunAsync(() =>
        {
            var place = parsed.GetValue(store)!;
            StoreOptions.RequireUse(parsed, primary, StoreKind.Memory, place);
            StoreOptions.RequireUse(parsed, data, StoreKind.Embedded, place);
            return RunAsync(
                new RnnSiloOptions
                {
                    Address = parsed.GetValue(address)!,
                    SiloPort = parsed.GetValue(port),
                    GatewayPort = parsed.GetValue(gateway),
                    PrimaryPort = parsed.GetValue(primary),
                    Store = place,
                    DataFolder = parsed.GetValue(data)!,
                    ModelsFolder = ModelsFolder.Require(parsed.GetValue(models)!),
                },
                parsed.GetValue(drain),
                http.Read(parsed),
                cancellation);
        }));
        return command;
    }

    /// <summary>How long the process has after it was asked to end: for a silo its drain, and what comes behind it.</summary>
    public static TimeSpan TerminationPatience(ParseResult parsed) => EndPatience + TimeSpan.FromSeconds(
        parsed is { CommandResult.Command.Name: Name, Errors.Count: 0 } ? parsed.GetValue<int>(DrainOption) : DefaultDrainSeconds);

    private static async Task<int> RunAsync(
        RnnSiloOptions options, int drainSeconds, Action<RnnGatewayOptions>? http, CancellationToken cancellation)
    {
        RequireFree("--port", options.Address, options.SiloPort);
        RequireFree("--gateway-port", options.Address, options.GatewayPort);
        await RequirePrimaryAsync(options, cancellation);
        using var host = http is null ? Build(options, drainSeconds) : BuildWithGateway(options, drainSeconds, http);
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
            $"silo {options.Address}:{options.SiloPort} is ready; clients connect with --connect {options.Address}:{options.GatewayPort}");
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (cancellation.Register(stop.SetResult))
        {
            await stop.Task;
        }

        await Console.Error.WriteLineAsync("silo stops");
        await DrainAsync(host, drainSeconds);
        return 0;
    }

    private static IHost Build(RnnSiloOptions options, int drainSeconds)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        AddSilo(builder, options, drainSeconds);
        return builder.Build();
    }

    private static WebApplication BuildWithGateway(RnnSiloOptions options, int drainSeconds, Action<RnnGatewayOptions> http)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        AddSilo(builder, options, drainSeconds);
        builder.AddRnnGateway(http);
        return builder.Build().MapRnnGateway();
    }

    private static void AddSilo(IHostApplicationBuilder builder, RnnSiloOptions options, int drainSeconds)
    {
        builder.Logging.AddSiloLog();
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(drainSeconds));
        builder.UseRnnSilo(options);
    }

    private static ICollection<string> GatewayAddresses(IHost host) =>
        host.Services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];

    private static async Task DrainAsync(IHost host, int drainSeconds)
    {
        var started = TimeProvider.System.GetTimestamp();
        try
        {
            await host.StopAsync(CancellationToken.None);
        }
        catch (Exception exception) when (exception is OperationCanceledException or AggregateException
            && TimeProvider.System.GetElapsedTime(started) >= TimeSpan.FromSeconds(drainSeconds))
        {
            throw new CommandException($"the silo has not drained within {DrainOption} {drainSeconds}; sessions that it still had go on from their records");
        }
    }

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
                await probe.ConnectAsync(options.Address, options.PrimaryPort, cancellation);
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

    private static void RequireFree(string option, IPAddress address, int port)
    {
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressNotAvailable)
        {
            throw new CommandException($"--address is {address}, which is no address of this machine");
        }
        catch (SocketException exception)
        {
            throw new CommandException($"{option} is {port}, which cannot be used ({exception.Message}); name a free port");
        }
    }
}
