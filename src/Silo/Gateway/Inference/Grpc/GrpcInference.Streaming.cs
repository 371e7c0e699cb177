using System.Threading.Channels;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using RnnCluster.Silo.Gateway.Access;
using RnnCluster.Silo.Gateway.Errors;
using RnnCluster.Silo.Gateway.Inference.Running;

namespace RnnCluster.Silo.Gateway.Inference.Grpc;

/// <summary>Many requests on one stream.</summary>
internal sealed partial class GrpcInference
{
    [Authorize(GatewayScopes.Infer)]
    public override async Task ModelStreamInfer(
        IAsyncStreamReader<ModelInferRequest> requestStream, IServerStreamWriter<ModelStreamInferResponse> responseStream, ServerCallContext context)
    {
        var caller = GatewayCaller.Of(context.GetHttpContext());
        using var lease = limits.TryEnterSocket(caller) ?? throw GrpcFaults.Of(new GatewayProblem(
            StatusCodes.Status429TooManyRequests, GatewayCodes.TooManyRequests, $"the key may have {caller.Limits.Sockets} sockets and streams at a time"));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        var limit = options.Value.StreamRequestsLimit;
        var answers = Channel.CreateBounded<Task<ModelStreamInferResponse>>(limit);
        var writing = WriteAsync(answers.Reader, responseStream, stop);
        try
        {
            // What has no room in the channel waits in the transport, and so does its sender.
            var order = new SequenceOrder(limit);
            await foreach (var request in requestStream.ReadAllAsync(stop.Token))
            {
                var answer = order.RunAsync(GrpcRequests.SequenceOf(request), () => AnswerAsync(request, caller, context.Method, stop.Token));
                await answers.Writer.WriteAsync(answer, stop.Token);
            }

            answers.Writer.Complete();
            await writing;
        }
        catch (Exception exception)
        {
            await stop.CancelAsync();
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw exception as RpcException ?? Fault(exception, context.Method);
        }
    }

    /// <summary>Writes answers in the order of their requests.</summary>
    private static async Task WriteAsync(
        ChannelReader<Task<ModelStreamInferResponse>> answers, IServerStreamWriter<ModelStreamInferResponse> responses, CancellationTokenSource stop)
    {
        try
        {
            await foreach (var answer in answers.ReadAllAsync(stop.Token))
            {
                await responses.WriteAsync(await answer, stop.Token);
            }
        }
        catch
        {
            // Nobody takes answers any more: nothing more is read.
            await stop.CancelAsync();
            throw;
        }
    }

    /// <summary>The answer to a request; what is wrong with it is an answer too, and the stream goes on.</summary>
    private async Task<ModelStreamInferResponse> AnswerAsync(
        ModelInferRequest request, GatewayCaller caller, string method, CancellationToken cancellation)
    {
        try
        {
            return new ModelStreamInferResponse { InferResponse = await InferAsync(request, caller, cancellation) };
        }
        catch (Exception exception)
        {
            return new ModelStreamInferResponse
            {
                ErrorMessage = Fault(exception, method).Status.Detail,
                InferResponse = new ModelInferResponse { ModelName = request.ModelName, Id = request.Id },
            };
        }
    }
}
