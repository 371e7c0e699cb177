using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Client;
using RnnCluster.Client.Json;
using RnnCluster.Silo.Gateway.Access;
using RnnCluster.Silo.Gateway.Errors;
using RnnCluster.Silo.Gateway.Hosting;
using RnnCluster.Silo.Gateway.Inference.Models;

namespace RnnCluster.Silo.Gateway.Inference.Running;

/// <summary>Runs requests: one is a frame of a session that has the name of its sequence, or of a session of its own.</summary>
/// <remarks>
/// Nothing of a sequence is kept here: the session knows where it stands, so the next request may come to any silo. It is stored after each
/// frame, because the caller does not keep requests to send them again.
/// </remarks>
internal sealed class InferenceRunner(
    RnnClient client, InferenceModels models, CallerLimits limits, IOptions<RnnGatewayOptions> options, TimeProvider time, ILogger<InferenceRunner> logger)
{
    /// <summary>Runs a request to its answer.</summary>
    /// <param name="request">The request.</param>
    /// <param name="caller">Who sent it.</param>
    /// <param name="cancellation">Ends the wait; the frame may be applied all the same.</param>
    /// <exception cref="FormatException">The request is malformed.</exception>
    /// <exception cref="SessionException">The model, a bound, or the frame's content forbids it, or the answer did not come in time.</exception>
    public async Task<InferenceResult> RunAsync(InferenceRequest request, GatewayCaller caller, CancellationToken cancellation)
    {
        if (!limits.TryTakeFrames(caller))
        {
            throw new SessionException(ErrorCodes.TooManyFrames, $"the key may send {caller.Limits.FramesPerSecond} frames a second");
        }

        var model = await models.FindAsync(request.Model, request.Version);
        return request.Parameters.SequenceId is null
            ? await RunAloneAsync(request, model, caller, cancellation)
            : await RunInSequenceAsync(request, model, caller, cancellation);
    }

    private TimeSpan Wait(InferenceParameters parameters)
    {
        var longest = TimeSpan.FromMilliseconds(options.Value.AnswerWaitMs);
        return parameters.Timeout is { } timeout && timeout < longest ? timeout : longest;
    }

    /// <summary>A sequence of one request. A crash loses nothing: the client has its frame and plays it again.</summary>
    private async Task<InferenceResult> RunAloneAsync(
        InferenceRequest request, InferenceModel model, GatewayCaller caller, CancellationToken cancellation)
    {
        var wanted = OutputMapping.Wanted(model, request.Outputs);
        var frame = ToFrame(request, model, wanted, end: true);
        var key = caller.KeyOf(request.Model, $"infer-{Guid.NewGuid():N}");
        var wait = Wait(request.Parameters);
        using var patience = new CancellationTokenSource(wait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            await using var session = await client.OpenAsync(
                key.Model, key.Id, request.Parameters.Seed, SessionDurability.None, request.Version, either.Token);
            try
            {
                var steps = new List<StepOutput>();
                await session.SendAsync(frame.Input, frame.End, frame.Scores, frame.Generation, either.Token);
                session.CompleteSending();
                await foreach (var part in session.ReadOutputsAsync(either.Token))
                {
                    Require(part.Error);
                    steps.AddRange(part.Outputs);
                }

                return new InferenceResult(
                    request.Model, session.Opened.ModelVersion, request.Id, End: true, OutputMapping.ToTensors(model, wanted, steps));
            }
            finally
            {
                await CloseAsync(key);
            }
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new SessionException(ErrorCodes.AnswerTimeout, $"there was no answer in {wait.TotalMilliseconds:0} ms");
        }
    }

    private async Task<InferenceResult> RunInSequenceAsync(
        InferenceRequest request, InferenceModel model, GatewayCaller caller, CancellationToken cancellation)
    {
        var parameters = request.Parameters;
        var key = caller.KeyOf(request.Model, parameters.SequenceId!);
        var position = await FindAsync(key);
        if (!parameters.Start)
        {
            model = await OnGoingAsync(request, position);
        }

        var wanted = OutputMapping.Wanted(model, request.Outputs);
        var frame = ToFrame(request, model, wanted, parameters.End);
        if (parameters.Start)
        {
            if (position is not null)
            {
                await client.Control(key).CloseAsync();
            }

            await limits.RequireSessionAsync(caller);
            position = await client.Control(key).OpenAsync(parameters.Seed, parameters.Durability, request.Version);
        }

        var answer = await client.Exchange(key).AskAsync(frame, sequence: null, Wait(parameters), cancellation);
        Require(answer.Error);
        if (parameters.End)
        {
            await client.Control(key).CloseAsync();
        }

        return new InferenceResult(
            request.Model, position!.ModelVersion, request.Id, answer.EndOfSequence, OutputMapping.ToTensors(model, wanted, answer.Outputs));
    }

    /// <summary>The model of a sequence that goes on, in the version that it began on.</summary>
    private async Task<InferenceModel> OnGoingAsync(InferenceRequest request, SessionPosition? position)
    {
        var sequence = request.Parameters.SequenceId;
        if (position is null)
        {
            throw new SessionException(GatewayCodes.BadRequest,
                $"model '{request.Model}' has no sequence '{sequence}' that goes on; its first request must have sequence_start");
        }

        return request.Version is null || request.Version == position.ModelVersion
            ? await models.FindAsync(request.Model, position.ModelVersion)
            : throw new FormatException(
                $"the model's version is '{request.Version}'; sequence '{sequence}' began on version {position.ModelVersion}");
    }

    private static InferenceFrame ToFrame(InferenceRequest request, InferenceModel model, IReadOnlyList<TensorPlace> wanted, bool end)
    {
        var parameters = request.Parameters;
        var input = InputMapping.ToInput(model, request.Inputs);
        if (input is null && parameters.Generation is null && !parameters.End)
        {
            throw new FormatException(
                $"the request has no input; it must have one of {string.Join(", ", model.Inputs.Select(place => place.Name))}, generate, or sequence_end");
        }

        if (parameters.Seed is not null && parameters.Generation is null && parameters is { Start: false, SequenceId: not null })
        {
            throw new FormatException("the request has seed; one that neither begins its sequence nor has generate must have none");
        }

        return new InferenceFrame(input, parameters.Generation, end, Scores: wanted.Any(output => output.Name == InferenceModel.Probabilities));
    }

    private async Task<SessionPosition?> FindAsync(SessionKey key)
    {
        try
        {
            return await client.Control(key).GetPositionAsync();
        }
        catch (SessionException exception) when (exception.Code == ErrorCodes.UnknownSession)
        {
            return null;
        }
    }

    /// <summary>Frees a session that nobody knows of. The answer is there already: a failure is not the caller's.</summary>
    private async Task CloseAsync(SessionKey key)
    {
        try
        {
            await client.Control(key).CloseAsync();
        }
        catch (Exception exception)
        {
            GatewayLog.NotClosed(logger, key.ToString(), exception);
        }
    }

    private static void Require(FrameError? error)
    {
        if (error is not null)
        {
            throw new SessionException(error.Code, error.Message);
        }
    }
}
