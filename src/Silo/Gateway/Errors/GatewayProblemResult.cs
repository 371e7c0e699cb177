using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace RnnCluster.Silo.Gateway.Errors;

/// <summary>A problem as the response to a request.</summary>
internal sealed class GatewayProblemResult(GatewayProblem problem, IEnumerable<KeyValuePair<string, object?>> more) : IResult
{
    /// <summary>Where clients of the inference protocol look for the message.</summary>
    public const string ErrorMember = "error";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (problem.RetryAfterSeconds is { } seconds)
        {
            httpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        KeyValuePair<string, object?>[] error = GatewayErrorsExtensions.IsInference(httpContext) ? [new(ErrorMember, problem.Detail)] : [];
        return TypedResults.Problem(
            problem.Detail, statusCode: problem.Status, extensions: [new("code", problem.Code), .. error, .. more]).ExecuteAsync(httpContext);
    }
}
