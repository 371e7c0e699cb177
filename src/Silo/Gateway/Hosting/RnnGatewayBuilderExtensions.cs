using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using RnnCluster.Client.Hosting;
using RnnCluster.Client.Json;
using RnnCluster.Silo.Gateway.Access;
using RnnCluster.Silo.Gateway.Cluster;
using RnnCluster.Silo.Gateway.Dashboard;
using RnnCluster.Silo.Gateway.Errors;
using RnnCluster.Silo.Gateway.Health;
using RnnCluster.Silo.Gateway.Inference;
using RnnCluster.Silo.Gateway.Metrics;
using RnnCluster.Silo.Gateway.Models;
using RnnCluster.Silo.Gateway.OpenApi;
using RnnCluster.Silo.Gateway.Sockets;
using RnnCluster.Silo.Gateway.Tracing;

namespace RnnCluster.Silo.Gateway.Hosting;

/// <summary>Puts the HTTP gateway into a silo's host.</summary>
public static class RnnGatewayBuilderExtensions
{
    /// <summary>Adds the gateway to a host that is a silo; <see cref="RnnGatewayApplicationExtensions.MapRnnGateway"/> gives it its routes.</summary>
    /// <param name="builder">The host. One of <see cref="WebApplication.CreateEmptyBuilder"/> is enough.</param>
    /// <param name="configure">Where the gateway listens, and its bounds.</param>
    public static WebApplicationBuilder AddRnnGateway(this WebApplicationBuilder builder, Action<RnnGatewayOptions> configure)
    {
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        var services = builder.Services;
        services.AddOptions<RnnGatewayOptions>().Configure(configure).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RnnGatewayOptions>, RnnGatewayOptionsValidator>();
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, GatewayKestrel>();

        // Nothing of the gateway blocks a thread: what arrives is worked off where it was read. A tenth more from a socket for each session.
        services.Configure<SocketTransportOptions>(static sockets => sockets.UnsafePreferInlineScheduling = true);
        services.AddRoutingCore();
        services.AddRnnClient();
        services.AddGatewayErrors();
        services.AddGatewayAccess();
        services.AddSingleton<GatewayModels>();
        services.AddInference();
        services.AddGatewayDocument();
        services.AddGatewayHealth();
        services.AddGatewayMetrics();
        services.AddGatewayCluster();
        services.AddSingleton<TracedModels>();
        services.AddSockets();
        services.Configure<JsonOptions>(ConfigureJson);
        var options = new RnnGatewayOptions();
        configure(options);
        if (options.Dashboard)
        {
            builder.UseOrleans(static silo => silo.AddClusterDashboard());
        }

        return builder;
    }

    /// <summary>All JSON of the gateway is written and read like that of frames.</summary>
    private static void ConfigureJson(JsonOptions json)
    {
        var plain = InferenceJson.Plain.Options;
        json.SerializerOptions.PropertyNamingPolicy = plain.PropertyNamingPolicy;
        json.SerializerOptions.PropertyNameCaseInsensitive = false;
        json.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.SerializerOptions.RespectNullableAnnotations = true;
        json.SerializerOptions.NumberHandling = plain.NumberHandling;
        json.SerializerOptions.DefaultIgnoreCondition = plain.DefaultIgnoreCondition;
        json.SerializerOptions.Encoder = plain.Encoder;
        json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(plain.PropertyNamingPolicy, allowIntegerValues: false));
    }
}
