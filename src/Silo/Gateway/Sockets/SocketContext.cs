using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RnnCluster.Client;
using RnnCluster.Silo.Gateway.Hosting;
using RnnCluster.Silo.Gateway.Models;

namespace RnnCluster.Silo.Gateway.Sockets;

/// <summary>What all sockets of the gateway share.</summary>
internal sealed class SocketContext(
    RnnClient client,
    SessionHolders holders,
    GatewayModels models,
    IOptions<RnnSocketOptions> options,
    IOptions<RnnGatewayOptions> gateway,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<SocketContext> logger)
{
    /// <summary>The way into the cluster.</summary>
    public RnnClient Client => client;

    /// <summary>Which socket has which session.</summary>
    public SessionHolders Holders => holders;

    /// <summary>What is known of the models.</summary>
    public GatewayModels Models => models;

    /// <summary>Bounds and patience.</summary>
    public RnnSocketOptions Options { get; } = options.Value;

    /// <summary>Most bytes of a message.</summary>
    public int MessageLimitBytes { get; } = gateway.Value.BodyLimitBytes;

    /// <summary>Set when the silo begins to stop.</summary>
    public CancellationToken Stopping => lifetime.ApplicationStopping;

    public TimeProvider Time => time;

    public ILogger Logger => logger;
}
