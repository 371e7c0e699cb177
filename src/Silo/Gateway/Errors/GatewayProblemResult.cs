using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace RnnCluster.Silo.Gateway.Errors;

/// <summary>A problem as the response to a request.</summary>
internal sealed class GatewayProblemResult(GatewayProblem problem, IEnumerable<KeyValuePair<string, object?>> more) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (problem.RetryAfterSeconds is { } seconds)
        {
            httpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        return TypedResults.Problem(
            problem.Detail, statusCode: problem.Status, extensions: [new("code", problem.Code), .. more]).ExecuteAsync(httpContext);
    }
}
