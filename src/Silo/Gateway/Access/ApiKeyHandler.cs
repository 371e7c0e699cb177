using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace RnnCluster.Silo.Gateway.Access;

/// <summary>Knows a caller by the key of its request: <c>Authorization: Bearer KEY</c>, or a socket's sub-protocol <c>bearer.KEY</c>.</summary>
internal sealed class ApiKeyHandler(
    ApiKeyRing keys, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>Name of the scheme.</summary>
    public const string SchemeName = "ApiKey";

    /// <summary>Type of the claims that name a key's scopes.</summary>
    public const string ScopeClaim = "scope";

    private const string Bearer = "Bearer ";
    private const string SocketBearer = "bearer.";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!keys.IsRequired)
        {
            return Accept(GatewayCaller.Anonymous, GatewayScopes.All);
        }

        if (Text() is not { } text)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        return keys.Find(text) is { } key
            ? Accept(new GatewayCaller(key), key.Scopes)
            : Task.FromResult(AuthenticateResult.Fail("the key is not known"));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }

    private Task<AuthenticateResult> Accept(GatewayCaller caller, IReadOnlyList<string> scopes)
    {
        Context.Features.Set(caller);
        var claims = scopes.Select(scope => new Claim(ScopeClaim, scope)).Append(new Claim(ClaimTypes.Name, caller.Name));
        var principal = new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme.Name));
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme.Name)));
    }

    private string? Text()
    {
        if (Request.Headers.Authorization.ToString() is { Length: > 0 } header)
        {
            return header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim() : null;
        }

        return Context.WebSockets.WebSocketRequestedProtocols
            .FirstOrDefault(protocol => protocol.StartsWith(SocketBearer, StringComparison.Ordinal))?[SocketBearer.Length..];
    }
}
