namespace RnnCluster.Silo.Gateway.Access;

/// <summary>What a key may be used for.</summary>
public static class GatewayScopes
{
    /// <summary>Ask which models there are.</summary>
    public const string Models = "models";

    /// <summary>Open, list, copy and close sessions.</summary>
    public const string Sessions = "sessions";

    /// <summary>Send frames and read answers.</summary>
    public const string Infer = "infer";

    /// <summary>Look at the cluster itself: metrics and dashboard.</summary>
    public const string Admin = "admin";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Models, Sessions, Infer, Admin];
}
