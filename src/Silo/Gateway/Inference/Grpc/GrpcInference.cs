using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Silo.Gateway.Access;
using RnnCluster.Silo.Gateway.Errors;
using RnnCluster.Silo.Gateway.Hosting;
using RnnCluster.Silo.Gateway.Inference.Models;
using RnnCluster.Silo.Gateway.Inference.Running;

namespace RnnCluster.Silo.Gateway.Inference.Grpc;

/// <summary>The inference protocol by gRPC.</summary>
internal sealed partial class GrpcInference(
    InferenceRunner runner, InferenceModels models, CallerLimits limits, IOptions<RnnGatewayOptions> options, IHostApplicationLifetime lifetime,
    ILogger<GrpcInference> logger) : GRPCInferenceService.GRPCInferenceServiceBase
{
    [AllowAnonymous]
    public override Task<ServerLiveResponse> ServerLive(ServerLiveRequest request, ServerCallContext context) =>
        Task.FromResult(new ServerLiveResponse { Live = true });

    [AllowAnonymous]
    public override Task<ServerReadyResponse> ServerReady(ServerReadyRequest request, ServerCallContext context) =>
        Task.FromResult(new ServerReadyResponse { Ready = Readiness.Of(lifetime) });

    [Authorize(GatewayScopes.Models)]
    public override async Task<ModelReadyResponse> ModelReady(ModelReadyRequest request, ServerCallContext context)
    {
        try
        {
            await models.FindAsync(request.Name, GrpcRequests.NullIfEmpty(request.Version));
            return new ModelReadyResponse { Ready = true };
        }
        catch (Exception exception)
        {
            var fault = Fault(exception, context.Method);
            return fault.StatusCode == StatusCode.NotFound ? new ModelReadyResponse() : throw fault;
        }
    }

    [Authorize(GatewayScopes.Models)]
    public override Task<ServerMetadataResponse> ServerMetadata(ServerMetadataRequest request, ServerCallContext context) => Task.FromResult(
        new ServerMetadataResponse { Name = ServerIdentity.Name, Version = ServerIdentity.Version, Extensions = { ServerIdentity.Extensions } });

    [Authorize(GatewayScopes.Models)]
    public override async Task<ModelMetadataResponse> ModelMetadata(ModelMetadataRequest request, ServerCallContext context)
    {
        try
        {
            var model = await models.FindAsync(request.Name, GrpcRequests.NullIfEmpty(request.Version));
            var versions = await models.FindAllAsync(request.Name);
            return new ModelMetadataResponse
            {
                Name = request.Name,
                Versions = { versions.Select(each => each.Summary.Version) },
                Platform = InferenceModel.Platform,
                Inputs = { model.Inputs.Select(Tensor) },
                Outputs = { model.Outputs.Select(Tensor) },
                Properties = { ["description"] = model.Summary.Description, ["topology"] = model.Summary.Topology },
            };
        }
        catch (Exception exception)
        {
            throw Fault(exception, context.Method);
        }
    }

    [Authorize(GatewayScopes.Infer)]
    public override async Task<ModelInferResponse> ModelInfer(ModelInferRequest request, ServerCallContext context)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        try
        {
            return await InferAsync(request, GatewayCaller.Of(context.GetHttpContext()), stop.Token);
        }
        catch (Exception exception)
        {
            throw Fault(exception, context.Method);
        }
    }

    private async Task<ModelInferResponse> InferAsync(ModelInferRequest request, GatewayCaller caller, CancellationToken cancellation)
    {
        if (request.CalculateSize() is var bytes && bytes > caller.Limits.FrameBytes)
        {
            throw new BadHttpRequestException(
                $"the request has {bytes} bytes; the key may send {caller.Limits.FrameBytes} in one", StatusCodes.Status413PayloadTooLarge);
        }

        var result = await runner.RunAsync(GrpcRequests.Read(request), caller, cancellation);
        return GrpcResponses.Write(result, isRaw: request.RawInputContents.Count > 0);
    }

    private RpcException Fault(Exception exception, string method)
    {
        var problem = GatewayProblem.Of(exception);
        if (problem.Code == ErrorCodes.Internal)
        {
            GatewayLog.RequestFailed(logger, "gRPC", method, exception);
        }

        return GrpcFaults.Of(problem);
    }

    private static ModelMetadataResponse.Types.TensorMetadata Tensor(TensorPlace place) =>
        new() { Name = place.Name, Datatype = place.Datatype, Shape = { place.Shape } };
}
