using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RnnCluster.Silo.Gateway.Errors;

/// <summary>Answers what a route threw with a problem.</summary>
internal sealed class GatewayExceptionHandler(ILogger<GatewayExceptionHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to be answered.
            return true;
        }

        var problem = GatewayProblem.Of(exception);
        if (problem.Status == StatusCodes.Status500InternalServerError)
        {
            GatewayLog.RequestFailed(logger, httpContext.Request.Method, httpContext.Request.Path, exception);
        }

        await problem.ToResult().ExecuteAsync(httpContext);
        return true;
    }
}
