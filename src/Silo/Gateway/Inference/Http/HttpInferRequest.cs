using System.Text.Json;

namespace RnnCluster.Silo.Gateway.Inference.Http;

/// <summary>Body of <c>POST /v2/models/…/infer</c>.</summary>
internal sealed record HttpInferRequest
{
    /// <summary>What the caller calls the request.</summary>
    public string? Id { get; init; }

    /// <summary>What is asked for beside the tensors.</summary>
    public Dictionary<string, JsonElement>? Parameters { get; init; }

    /// <summary>The tensors that go in.</summary>
    public IReadOnlyList<HttpInputTensor?>? Inputs { get; init; }

    /// <summary>The tensors that are to come out; null for all.</summary>
    public IReadOnlyList<HttpRequestedOutput?>? Outputs { get; init; }
}
