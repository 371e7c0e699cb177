using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RnnCluster.Silo.Gateway.Access;
using RnnCluster.Silo.Gateway.Errors;
using RnnCluster.Silo.Gateway.Sockets.Messages;
using RnnCluster.Silo.Gateway.Sockets.Sending;

namespace RnnCluster.Silo.Gateway.Sockets;

/// <summary>Sessions over a WebSocket: <c>/v1/socket</c>.</summary>
internal static class SocketExtensions
{
    public static IServiceCollection AddSockets(this IServiceCollection services)
    {
        services.AddOptions<RnnSocketOptions>().ValidateOnStart();
        services.AddSingleton<IValidateOptions<RnnSocketOptions>, RnnSocketOptionsValidator>();
        services.AddSingleton<SessionHolders>();
        services.AddSingleton<SocketContext>();
        return services;
    }

    public static void MapSockets(this IEndpointRouteBuilder routes)
    {
        var options = routes.ServiceProvider.GetRequiredService<IOptions<RnnSocketOptions>>().Value;
        var pipeline = routes.CreateApplicationBuilder();
        pipeline.Use((context, next) =>
        {
            // Before ASP.NET's own middleware, which takes the stream from here.
            if (context.Features.Get<IHttpUpgradeFeature>() is { } upgrade)
            {
                context.Features.Set<IHttpUpgradeFeature>(new CoalescingUpgrade(upgrade));
            }

            return next(context);
        });
        pipeline.UseWebSockets(new WebSocketOptions
        {
            KeepAliveInterval = TimeSpan.FromMilliseconds(options.KeepAliveMs),
            KeepAliveTimeout = TimeSpan.FromMilliseconds(options.KeepAliveWaitMs),
        });
        pipeline.Run(ServeAsync);

        // Sockets have a bound of their own, and stay: they are no requests under way.
        routes.MapGet("/v1/socket", Described(pipeline.Build())).RequireScope(GatewayScopes.Infer).WithMetadata(new UnlimitedRequests())
            .WithName("Socket").WithSummary("Many sessions over one WebSocket.").WithTags("Socket")
            .Produces(StatusCodes.Status101SwitchingProtocols).ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status429TooManyRequests).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>A delegate with a signature: only those are in the description of the routes.</summary>
    private static Delegate Described(RequestDelegate serve) => (HttpContext context) => serve(context);

    private static async Task ServeAsync(HttpContext http)
    {
        var requested = http.WebSockets.WebSocketRequestedProtocols;
        if (!http.WebSockets.IsWebSocketRequest || SocketForm.Of(requested) is not { } form)
        {
            throw new BadHttpRequestException(http.WebSockets.IsWebSocketRequest
                ? $"the request offers {requested.Count} protocols in Sec-WebSocket-Protocol; {SocketForm.Json.Protocol} or {SocketForm.Binary.Protocol} must be one of them"
                : "the request opens no WebSocket; this route is for nothing else");
        }

        var context = http.RequestServices.GetRequiredService<SocketContext>();
        if (context.Stopping.IsCancellationRequested)
        {
            await GatewayProblem.Unavailable.ToResult().ExecuteAsync(http);
            return;
        }

        var limits = http.RequestServices.GetRequiredService<CallerLimits>();
        var caller = GatewayCaller.Of(http);
        using var lease = limits.TryEnterSocket(caller);
        if (lease is null)
        {
            await new GatewayProblem(StatusCodes.Status429TooManyRequests, GatewayCodes.TooManyRequests,
                $"the key may have {caller.Limits.Sockets} sockets and event streams at a time", 1).ToResult().ExecuteAsync(http);
            return;
        }

        using var socket = await http.WebSockets.AcceptWebSocketAsync(form.Protocol);
        var stream = (http.Features.Get<IHttpUpgradeFeature>() as CoalescingUpgrade)?.Stream;
        await using var connection = new SocketConnection(
            socket, form, stream, new SocketCaller(caller, http.User.HasClaim(ApiKeyHandler.ScopeClaim, GatewayScopes.Sessions), limits, context.Time), context);
        await connection.RunAsync();
    }
}
