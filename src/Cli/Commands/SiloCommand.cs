using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RnnCluster.Cli.Connection;
using RnnCluster.Silo;
using RnnCluster.Silo.Gateway.Hosting;
using RnnCluster.Silo.Hosting;
using RnnCluster.Silo.Storage;
using RnnCluster.Silo.Telemetry;

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
        var drain = CommandOptions.Count(
            DrainOption, "How long a silo that is asked to end may take to hand its sessions on.", DefaultDrainSeconds, 1, MostDrainSeconds);
        var command = new Command(Name, "Run a silo until Ctrl-C. Each option may be an environment variable too: RNN_SILO_GATEWAY_PORT is --gateway-port.")
        {
            address, port, gateway, primary, store, data, models, drain,
        };
        var http = new SiloHttpOptions();
        http.AddTo(command);
        var telemetry = new SiloTelemetryOptions();
        telemetry.AddTo(command);
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
                http.Read(parsed),
                telemetry.Read(parsed),
                telemetry.Format(parsed),
                parsed.GetValue(drain),
                cancellation);
        }));
        return command;
    }

    /// <summary>How long the process has after it was asked to end: for a silo its drain, and what comes behind it.</summary>
    public static TimeSpan TerminationPatience(ParseResult parsed) => EndPatience + TimeSpan.FromSeconds(
        parsed is { CommandResult.Command.Name: Name, Errors.Count: 0 } ? parsed.GetValue<int>(DrainOption) : DefaultDrainSeconds);

    private static async Task<int> RunAsync(
        RnnSiloOptions options,
        Action<RnnGatewayOptions>? http,
        RnnTelemetryOptions telemetry,
        LogFormat format,
        int drainSeconds,
        CancellationToken cancellation)
    {
        RequireFree("--port", options.Address, options.SiloPort);
        RequireFree("--gateway-port", options.Address, options.GatewayPort);
        await RequirePrimaryAsync(options, cancellation);
        using var host = Build(options, http, telemetry, format, drainSeconds);
        var say = Voice(host, format);
        try
        {
            await host.StartAsync(cancellation);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new CommandException($"the silo did not start: {exception.Message}");
        }

        foreach (var (index, address) in GatewayAddresses(host).Index())
        {
            say($"{(index == 0 ? "HTTP" : "gRPC")} gateway at {address}");
        }

        say($"silo {options.Address}:{options.SiloPort} is ready; clients connect with --connect {options.Address}:{options.GatewayPort}");
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (cancellation.Register(stop.SetResult))
        {
            await stop.Task;
        }

        say("silo stops");
        await DrainAsync(host, drainSeconds);
        return 0;
    }

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

    private static IHost Build(
        RnnSiloOptions options, Action<RnnGatewayOptions>? http, RnnTelemetryOptions telemetry, LogFormat format, int drainSeconds)
    {
        if (http is null)
        {
            var plain = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
            AddSilo(plain);
            return plain.Build();
        }

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        AddSilo(builder);
        builder.AddRnnGateway(http);
        return builder.Build().MapRnnGateway();

        void AddSilo(IHostApplicationBuilder host)
        {
            host.Logging.AddSiloLog(format);
            host.Services.AddSingleton<IHostLifetime, QuietLifetime>();
            host.Services.Configure<HostOptions>(own => own.ShutdownTimeout = TimeSpan.FromSeconds(drainSeconds));
            host.UseRnnSilo(options);
            host.Services.AddRnnTelemetry(telemetry);
        }
    }

    /// <summary>Tells the user what happens: in a line, or in the log when programs read that.</summary>
    private static Action<string> Voice(IHost host, LogFormat format)
    {
        var logger = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(SiloCommand));
        return format == LogFormat.Json ? line => SiloLog.Tell(logger, line) : Console.Error.WriteLine;
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
