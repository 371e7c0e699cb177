using Microsoft.AspNetCore.Http;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Silo.Gateway.Access;

/// <summary>Who sent a request, and which of the cluster's sessions are its own.</summary>
/// <remarks>The session <c>ID</c> of a tenant has the id <c>TENANT:ID</c> in the cluster. No name of a tenant has a colon, so no id that a request names reaches another tenant's session.</remarks>
internal sealed class GatewayCaller(ApiKey? key)
{
    /// <summary>Everybody, where no keys are asked for: all sessions, by the ids that they have.</summary>
    public static GatewayCaller Anonymous { get; } = new(key: null);

    /// <summary>What the caller's bounds are counted by.</summary>
    public string Name => key?.Name ?? "";

    /// <summary>Whose sessions it sees; null for all.</summary>
    public string? Tenant => key?.Tenant;

    /// <summary>Its bounds.</summary>
    public KeyLimits Limits { get; } = key?.Limits ?? new KeyLimits();

    /// <summary>Who sent a request.</summary>
    public static GatewayCaller Of(HttpContext context) =>
        context.Features.Get<GatewayCaller>() ?? throw new InvalidOperationException("the request was not authenticated");

    /// <summary>The key in the cluster of a session that the caller names.</summary>
    /// <exception cref="SessionException">The model's name or the id breaks the rules.</exception>
    public SessionKey KeyOf(string model, string id)
    {
        if (!SessionKey.TryParse($"{model}/{id}", out _, out var fault) || !SessionKey.TryParse($"{model}/{StoredId(id)}", out var session, out fault))
        {
            throw new SessionException(ErrorCodes.BadSessionKey, fault);
        }

        return session;
    }

    /// <summary>The id in the cluster of a session that the caller calls <paramref name="id"/>.</summary>
    public string StoredId(string id) => Tenant is null ? id : $"{Tenant}:{id}";

    /// <summary>What the caller calls a session; null when it is not its own.</summary>
    public string? IdOf(SessionKey session) => Tenant is null ? session.Id
        : session.Id.StartsWith(Tenant + ":", StringComparison.Ordinal) ? session.Id[(Tenant.Length + 1)..]
        : null;
}
