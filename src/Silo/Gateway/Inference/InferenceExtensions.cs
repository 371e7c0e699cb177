using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RnnCluster.Silo.Gateway.Hosting;
using RnnCluster.Silo.Gateway.Inference.Grpc;
using RnnCluster.Silo.Gateway.Inference.Http;
using RnnCluster.Silo.Gateway.Inference.Models;
using RnnCluster.Silo.Gateway.Inference.Running;

namespace RnnCluster.Silo.Gateway.Inference;

/// <summary>The Open Inference Protocol, by HTTP and by gRPC.</summary>
internal static class InferenceExtensions
{
    public static IServiceCollection AddInference(this IServiceCollection services)
    {
        services.AddSingleton<InferenceModels>();
        services.AddSingleton<InferenceRunner>();
        services.AddGrpc();
        services.AddSingleton<IConfigureOptions<GrpcServiceOptions>, MessageLimit>();
        return services;
    }

    public static void MapInference(this IEndpointRouteBuilder routes)
    {
        routes.MapInferenceHttp();
        routes.MapGrpcService<GrpcInference>();
    }

    private sealed class MessageLimit(IOptions<RnnGatewayOptions> gateway) : IConfigureOptions<GrpcServiceOptions>
    {
        public void Configure(GrpcServiceOptions options)
        {
            options.MaxReceiveMessageSize = gateway.Value.BodyLimitBytes;

            // Answers are bounded where they are made.
            options.MaxSendMessageSize = null;
        }
    }
}
