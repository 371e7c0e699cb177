using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace RnnCluster.Silo.Gateway.Errors;

/// <summary>Makes a problem with a code of everything that a request may end with.</summary>
internal static class GatewayErrorsExtensions
{
    public static IServiceCollection AddGatewayErrors(this IServiceCollection services)
    {
        services.AddExceptionHandler<GatewayExceptionHandler>();

        // What cannot be bound is thrown, so that its message reaches the caller.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddProblemDetails(options => options.CustomizeProblemDetails = Complete);
        return services;
    }

    /// <summary>Gives what the server answered by itself a code and a sentence.</summary>
    private static void Complete(ProblemDetailsContext context)
    {
        var details = context.ProblemDetails;
        if (details.Extensions.ContainsKey("code"))
        {
            return;
        }

        var problem = GatewayProblem.OfStatus(details.Status ?? StatusCodes.Status500InternalServerError, details.Detail);
        details.Detail = problem.Detail;
        details.Extensions["code"] = problem.Code;
        if (problem.RetryAfterSeconds is { } seconds && context.HttpContext.Response.Headers.RetryAfter.Count == 0)
        {
            context.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }
    }
}
