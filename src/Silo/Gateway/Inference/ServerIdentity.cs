namespace RnnCluster.Silo.Gateway.Inference;

/// <summary>What the server says of itself.</summary>
internal static class ServerIdentity
{
    /// <summary>Its name.</summary>
    public const string Name = "rnncluster";

    /// <summary>Its version.</summary>
    public static string Version { get; } = typeof(ServerIdentity).Assembly.GetName().Version?.ToString(fieldCount: 3) ?? "";

    /// <summary>What it does beside the protocol, by the names of Triton's documentation.</summary>
    public static IReadOnlyList<string> Extensions { get; } = ["sequence", "binary_tensor_data"];
}
