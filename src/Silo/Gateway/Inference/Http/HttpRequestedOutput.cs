using System.Text.Json;

namespace RnnCluster.Silo.Gateway.Inference.Http;

/// <summary>A tensor that is to come out.</summary>
internal sealed record HttpRequestedOutput
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary><c>binary_data</c>: whether its elements are to come behind the JSON.</summary>
    public Dictionary<string, JsonElement>? Parameters { get; init; }
}
