using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using RnnCluster.Client.Hosting;
using RnnCluster.Oracle.Processes;
using RnnCluster.Silo;
using RnnCluster.Silo.Hosting;
using RnnCluster.Silo.Storage;
using RnnCluster.Silo.Storage.Embedded;

namespace RnnCluster.Oracle.Stores;

/// <summary>How silos and clients are told of the store.</summary>
internal static class StoreChoice
{
    /// <summary>Settings of a silo.</summary>
    public static RnnSiloOptions OptionsOf(SiloSettings settings) => new()
    {
        SiloPort = settings.SiloPort,
        GatewayPort = settings.GatewayPort,
        PrimaryPort = settings.PrimaryPort,
        ModelsFolder = settings.Models,
        Store = StoreAddress.Parse(settings.Store.Address),
        DataFolder = settings.Store.Folder,
    };

    /// <summary>Whether the embedded store is in the silo with these services.</summary>
    public static bool IsHostedBy(IServiceProvider services) => services.GetService<EmbeddedStore>() is { IsHost: true };

    /// <summary>Lets a client find the cluster.</summary>
    public static void UseClustering(IClientBuilder client, ClientSettings settings) => client
        .UseRnnGateways([.. settings.Gateways.Select(GatewayOf)])
        .Configure<ClusterOptions>(options => options.ClusterId = options.ServiceId = RnnSiloBuilderExtensions.ClusterName);

    /// <summary>An address or a name, and a port.</summary>
    private static EndPoint GatewayOf(string gateway)
    {
        var colon = gateway.LastIndexOf(':');
        return IPEndPoint.TryParse(gateway, out var address) ? address
            : colon > 0 && ushort.TryParse(gateway[(colon + 1)..], out var port) ? new DnsEndPoint(gateway[..colon], port)
            : throw new OracleException($"a gateway is '{gateway}'; it must be host:port");
    }
}
