using Grpc.Core;
using Microsoft.AspNetCore.Http;
using RnnCluster.Silo.Gateway.Errors;

namespace RnnCluster.Silo.Gateway.Inference.Grpc;

/// <summary>The gateway's errors as gRPC has them.</summary>
internal static class GrpcFaults
{
    /// <summary>Name of the trailer with the code of an error, one of <see cref="GatewayCodes"/> or those of frames.</summary>
    public const string CodeTrailer = "rnn-code";

    /// <summary>What went wrong.</summary>
    public static RpcException Of(GatewayProblem problem) =>
        new(new Status(CodeOf(problem.Status), problem.Detail), new Metadata { { CodeTrailer, problem.Code } });

    private static StatusCode CodeOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => StatusCode.Unauthenticated,
        StatusCodes.Status403Forbidden => StatusCode.PermissionDenied,
        StatusCodes.Status404NotFound => StatusCode.NotFound,
        StatusCodes.Status409Conflict => StatusCode.Aborted,
        StatusCodes.Status410Gone or StatusCodes.Status422UnprocessableEntity => StatusCode.FailedPrecondition,
        StatusCodes.Status413PayloadTooLarge or StatusCodes.Status429TooManyRequests => StatusCode.ResourceExhausted,
        StatusCodes.Status500InternalServerError => StatusCode.Internal,
        StatusCodes.Status503ServiceUnavailable => StatusCode.Unavailable,
        _ => StatusCode.InvalidArgument,
    };
}
