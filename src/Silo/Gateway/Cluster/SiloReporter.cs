using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RnnCluster.Grains.Telemetry;
using RnnCluster.Silo.Gateway.Hosting;

namespace RnnCluster.Silo.Gateway.Cluster;

/// <inheritdoc cref="ISiloReporter" />
internal sealed class SiloReporter(
    GrainId id, Orleans.Runtime.Silo silo, ILoggerFactory loggers, IServer server, ISiloLoad load, IOptions<RnnGatewayOptions> gateway)
    : GrainService(id, silo, loggers), ISiloReporter
{
    public Task<SiloReport> ReportAsync() => Task.FromResult(new SiloReport
    {
        Address = AddressOf(server),
        Sessions = load.Sessions,
        Rows = load.EngineRows,
        Passes = load.EnginePasses,
        MayBeKilled = gateway.Value.AllowKill,
    });

    public Task KillAsync()
    {
        if (gateway.Value.AllowKill)
        {
            Process.GetCurrentProcess().Kill();
        }

        return Task.CompletedTask;
    }

    /// <summary>The first address that names a machine.</summary>
    private static string? AddressOf(IServer server) => server.Features.Get<IServerAddressesFeature>()?.Addresses
        .Select(address => Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri : null)
        .FirstOrDefault(uri => uri is not null && !(IPAddress.TryParse(uri.Host, out var host) && IsWildcard(host)))
        ?.GetLeftPart(UriPartial.Authority);

    private static bool IsWildcard(IPAddress address) => address.GetAddressBytes().All(part => part == 0);
}
