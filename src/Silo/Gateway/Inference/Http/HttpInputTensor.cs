using System.Text.Json;

namespace RnnCluster.Silo.Gateway.Inference.Http;

/// <summary>A tensor that goes in.</summary>
internal sealed record HttpInputTensor
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Length of each dimension.</summary>
    public required long[] Shape { get; init; }

    /// <summary>Type of its elements.</summary>
    public required string Datatype { get; init; }

    /// <summary><c>binary_data_size</c>: the elements are so many bytes behind the JSON.</summary>
    public Dictionary<string, JsonElement>? Parameters { get; init; }

    /// <summary>The elements, flat or nested as the shape is; missing when they are behind the JSON.</summary>
    public JsonElement? Data { get; init; }
}
