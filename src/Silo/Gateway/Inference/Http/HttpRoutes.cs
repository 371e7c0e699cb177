using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Net.Http.Headers;
using RnnCluster.Silo.Gateway.Access;
using RnnCluster.Silo.Gateway.Inference.Models;
using RnnCluster.Silo.Gateway.Inference.Running;
using RnnCluster.Silo.Gateway.Rest;

namespace RnnCluster.Silo.Gateway.Inference.Http;

/// <summary>The inference protocol by HTTP: <c>/v2</c>.</summary>
internal static class HttpRoutes
{
    private const string Model = "/v2/models/{model}";
    private const string Version = "/v2/models/{model}/versions/{version}";

    public static void MapInferenceHttp(this IEndpointRouteBuilder routes)
    {
        var all = routes.MapGroup("").WithTags("Open Inference Protocol");
        all.MapGet("/v2/health/live", () => Results.Ok()).WithSummary("Whether the silo's process serves.").AllowAnonymous().WithMetadata(new UnlimitedRequests());
        all.MapGet("/v2/health/ready", (IHostApplicationLifetime lifetime) => Status(Readiness.Of(lifetime)))
            .WithSummary("Whether the silo takes requests.").AllowAnonymous().WithMetadata(new UnlimitedRequests());
        all.MapGet("/v2", () => TypedResults.Json(new HttpServer(ServerIdentity.Name, ServerIdentity.Version, ServerIdentity.Extensions), HttpJson.Default.HttpServer))
            .WithSummary("What the server is.").RequireScope(GatewayScopes.Models);
        foreach (var path in new[] { Model, Version })
        {
            all.MapGet(path, DescribeAsync).WithSummary("A model's tensors.").RequireScope(GatewayScopes.Models);
            all.MapGet($"{path}/ready", IsReadyAsync).WithSummary("Whether a model is served.").RequireScope(GatewayScopes.Models);
            all.MapPost($"{path}/infer", InferAsync).WithSummary("One frame of a sequence, or a sequence of one frame.").RequireScope(GatewayScopes.Infer);
        }
    }

    private static async Task<IResult> DescribeAsync(string model, string? version, InferenceModels models)
    {
        var found = await models.FindAsync(model, version);
        var versions = await models.FindAllAsync(model);
        return TypedResults.Json(
            new HttpModel(model, [.. versions.Select(each => each.Summary.Version)], InferenceModel.Platform, found.Inputs, found.Outputs),
            HttpJson.Default.HttpModel);
    }

    private static async Task<IResult> IsReadyAsync(string model, string? version, InferenceModels models)
    {
        await models.FindAsync(model, version);
        return TypedResults.Ok();
    }

    private static async Task InferAsync(
        HttpContext context, string model, string? version, InferenceRunner runner, IHostApplicationLifetime lifetime)
    {
        var caller = GatewayCaller.Of(context);
        RequireProgram(context.Request);
        using var body = await RequestBody.ReadAsync(context.Request, caller.Limits.FrameBytes);
        var call = HttpInferReader.Read(model, version, context.Request.Headers, body.GetBuffer().AsMemory(0, (int)body.Length));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var result = await runner.RunAsync(call.Request, caller, stop.Token);
        await HttpInferWriter.WriteAsync(context.Response, result, call.IsBinary, context.RequestAborted);
    }

    /// <summary>A page of another site can send bodies of other types than JSON without being asked; programs need not say the type.</summary>
    /// <exception cref="BadHttpRequestException">The request comes from a page, and its body is not JSON.</exception>
    private static void RequireProgram(HttpRequest request)
    {
        if (!request.HasJsonContentType() && request.Headers.ContainsKey(HeaderNames.Origin))
        {
            throw new BadHttpRequestException("a page must send a body of type application/json", StatusCodes.Status415UnsupportedMediaType);
        }
    }

    private static IResult Status(bool isReady) => isReady ? TypedResults.Ok() : TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
}
