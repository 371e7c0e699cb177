using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Recurrent.Tracing;
using RnnCluster.Silo.Gateway.Access;

namespace RnnCluster.Silo.Gateway.Tracing;

/// <summary>What a model makes of an input, step by step: <c>/v1/models/{model}/trace</c>, and inputs to try.</summary>
internal static class TraceRoutes
{
    private const int StepsLimit = 256;
    private const int Places = 4;

    public static void MapTrace(this IEndpointRouteBuilder routes)
    {
        var model = routes.MapGroup("/v1/models/{model}").WithTags("Models");
        model.MapPost("/trace", TraceAsync).RequireScope(GatewayScopes.Infer).WithName("TraceModel").WithSummary(
            $"The forward propagation of up to {StepsLimit} inputs, unfolded through time; for an encoder-decoder, where it looked while it wrote the target.");
        model.MapGet("/examples", (string model, TracedModels models) => new ExampleList(TracedModels.Examples(models.Find(model)))).RequireScope(GatewayScopes.Models)
            .WithName("ListExamples").WithSummary("The examples that the model's package brings, lines of `rnn infer`.");
    }

    private static async Task<IResult> TraceAsync(string model, TraceRequest request, TracedModels models, CancellationToken cancellation)
    {
        var served = models.Find(model);
        if (request.Target is { } target)
        {
            var text = request.Text ?? throw new SessionException(ErrorCodes.WrongInput, "the request has a target without text; it must have both");
            return TypedResults.Ok(await models.TraceAsync(
                served, UnfoldedAttention.Load, network => Rounded(network.Trace(text, target, StepsLimit)), cancellation));
        }

        return TypedResults.Ok(await models.TraceAsync(served, UnfoldedNetwork.Load, network => Shorten(Read(network, request)), cancellation));
    }

    /// <summary>Reads one input more than may be, which shows that there are too many.</summary>
    private static ForwardTrace Read(UnfoldedNetwork network, TraceRequest request)
    {
        var trace = (request.Text, request.Features) switch
        {
            ({ } text, null) => network.ReadText(text, StepsLimit + 1),
            (null, { } features) => network.ReadFeatures(features, StepsLimit + 1),
            _ => throw new TraceException("the request has neither or both of text and features; it must have one"),
        };
        return trace.Steps.Count <= StepsLimit ? trace : throw new TraceException($"the input has more than {StepsLimit} steps; it may have that many");
    }

    private static TraceAnswer Shorten(ForwardTrace trace) => new(
        trace.Model,
        trace.Version,
        JsonNamingPolicy.KebabCaseLower.ConvertName($"{trace.Cell}"),
        trace.HiddenSize,
        [.. trace.Steps.Select(step => new TracedStep(step.T, step.Token, step.Labels, Round(step.Scores.Max()), [.. step.Layers.Select(Shorten)]))]);

    private static TracedLayer Shorten(LayerTrace layer) => new(
        Round(layer.Output),
        layer.Cell is { } cell ? Round(cell) : null,
        layer.Gates.ToDictionary(gate => gate.Name, gate => Round(gate.Values.Average(MathF.Abs))));

    private static AttentionTrace Rounded(AttentionTrace trace) => trace with { Weights = [.. trace.Weights.Select(Round)] };

    private static float[] Round(float[] values) => Array.ConvertAll(values, Round);

    private static float Round(float value) => MathF.Round(value, Places);
}
