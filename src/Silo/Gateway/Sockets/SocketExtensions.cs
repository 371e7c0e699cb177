using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RnnCluster.Silo.Gateway.Errors;
using RnnCluster.Silo.Gateway.Sockets.Sending;

namespace RnnCluster.Silo.Gateway.Sockets;

/// <summary>Sessions over a WebSocket: <c>/v1/socket</c>.</summary>
internal static class SocketExtensions
{
    /// <summary>What the protocol is called when a socket is opened.</summary>
    public const string Protocol = "rnn.v1";

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
        routes.MapGet("/v1/socket", pipeline.Build()).WithName("Socket").WithSummary("Many sessions over one WebSocket.").WithTags("Socket");
    }

    private static async Task ServeAsync(HttpContext http)
    {
        var requested = http.WebSockets.WebSocketRequestedProtocols;
        if (!http.WebSockets.IsWebSocketRequest || !requested.Contains(Protocol))
        {
            throw new BadHttpRequestException(http.WebSockets.IsWebSocketRequest
                ? $"Sec-WebSocket-Protocol is '{string.Join(", ", requested)}'; it must have {Protocol}"
                : "the request opens no WebSocket; this route is for nothing else");
        }

        var context = http.RequestServices.GetRequiredService<SocketContext>();
        if (context.Stopping.IsCancellationRequested)
        {
            await GatewayProblem.Unavailable.ToResult().ExecuteAsync(http);
            return;
        }

        using var socket = await http.WebSockets.AcceptWebSocketAsync(Protocol);
        var stream = (http.Features.Get<IHttpUpgradeFeature>() as CoalescingUpgrade)?.Stream;
        await using var connection = new SocketConnection(socket, stream, context);
        await connection.RunAsync();
    }
}
