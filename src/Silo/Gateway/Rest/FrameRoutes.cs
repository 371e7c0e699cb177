using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Client;
using RnnCluster.Client.Json;
using RnnCluster.Client.Sessions;
using RnnCluster.Silo.Gateway.Access;
using RnnCluster.Silo.Gateway.Errors;
using RnnCluster.Silo.Gateway.Hosting;
using RnnCluster.Silo.Gateway.Models;

namespace RnnCluster.Silo.Gateway.Rest;

/// <summary>Frames in, answers out.</summary>
internal static class FrameRoutes
{
    private const string Events = "text/event-stream";

    public static void MapFrames(this IEndpointRouteBuilder routes)
    {
        var session = routes.MapGroup(RestExtensions.SessionPath).RequireScope(GatewayScopes.Infer).WithTags("Frames")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status410Gone).ProducesProblem(StatusCodes.Status429TooManyRequests);
        session.MapPost("frames", SendAsync).WithName("SendFrame").WithSummary("Send a frame and be answered with its outputs.")
            .WithDescription("With `Prefer: respond-async` the request ends when the session has taken the frame, which then needs a sequence number.")
            .Accepts<FrameRequest>("application/json").Produces<InferenceOutput>().Produces(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        session.MapGet("outputs", ListenAsync).WithName("ReadOutputs").WithSummary("Answers as server-sent events, from Last-Event-ID on.")
            .Produces<InferenceOutput>(StatusCodes.Status200OK, Events);
    }

    private static async Task<IResult> SendAsync(
        HttpContext context, RnnClient client, GatewayModels models, CallerLimits limits, IOptions<RnnGatewayOptions> options,
        IHostApplicationLifetime lifetime, string model, string id)
    {
        var caller = GatewayCaller.Of(context);
        var exchange = client.Exchange(caller.KeyOf(model, id));
        if (!limits.TryTakeFrames(caller))
        {
            return new GatewayProblem(StatusCodes.Status429TooManyRequests, GatewayCodes.TooManyRequests,
                $"the key may send {caller.Limits.FramesPerSecond} frames a second", 1).ToResult();
        }

        var request = await RequestBody.ReadJsonAsync(context.Request, RestJson.Default.FrameRequest, FrameRequest.Allowed, caller.Limits.FrameBytes);
        if (request.Sequence < 0)
        {
            throw new SessionException(ErrorCodes.BadSequence, $"sequence is {request.Sequence}; it must be 0 or more");
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var wait = TimeSpan.FromMilliseconds(options.Value.AnswerWaitMs);
        try
        {
            return IsAsync(context.Request)
                ? await AcceptAsync(exchange, request, wait, stop.Token)
                : Answer(await exchange.AskAsync(request.ToFrame(), request.Sequence, wait, stop.Token), id, await models.TokenizerOfAsync(model));
        }
        catch (SessionException exception) when (exception.Code == ErrorCodes.SequenceAhead)
        {
            var next = await exchange.ReadAsync(long.MaxValue, 0, TimeSpan.Zero, stop.Token);
            return GatewayProblem.Of(exception).ToResult(new KeyValuePair<string, object?>("next", next.NextSequence));
        }
    }

    private static bool IsAsync(HttpRequest request) => request.Headers["Prefer"]
        .Any(values => values?.Split(',', StringSplitOptions.TrimEntries).Contains("respond-async", StringComparer.OrdinalIgnoreCase) == true);

    private static async Task<IResult> AcceptAsync(SessionExchange exchange, FrameRequest request, TimeSpan wait, CancellationToken cancellation)
    {
        if (request.Sequence is not { } sequence)
        {
            throw new FormatException("the frame has no sequence; one that is not waited for needs it");
        }

        await exchange.SendAsync(request.ToFrame(), sequence, wait, cancellation);
        return TypedResults.Accepted("outputs");
    }

    private static IResult Answer(FrameAnswer answer, string id, string tokenizer) => answer.Error is { } error
        ? GatewayProblem.Of(error.Code, error.Message).ToResult(new KeyValuePair<string, object?>("sequence", answer.Sequence))
        : TypedResults.Json(AnswerJson.Of(answer, id, tokenizer), InferenceJson.Plain.InferenceOutput);

    private static async Task<IResult> ListenAsync(
        HttpContext context, RnnClient client, GatewayModels models, CallerLimits limits, IHostApplicationLifetime lifetime,
        string model, string id, string? after)
    {
        var caller = GatewayCaller.Of(context);
        var place = EventId.Parse(context.Request.Headers["Last-Event-ID"].FirstOrDefault() ?? after);
        var exchange = client.Exchange(caller.KeyOf(model, id));
        if (limits.TryEnterSocket(caller) is not { } lease)
        {
            return new GatewayProblem(StatusCodes.Status429TooManyRequests, GatewayCodes.TooManyRequests,
                $"the key may have {caller.Limits.Sockets} sockets and event streams at a time", 1).ToResult();
        }

        using (lease)
        using (var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping))
        {
            var events = new AnswerEvents(exchange, id, await models.TokenizerOfAsync(model));
            if (await events.StartAsync(place, stop.Token) is { } gone)
            {
                return gone.ToResult();
            }

            await events.WriteAsync(context.Response, stop.Token);
            return TypedResults.Empty;
        }
    }
}
