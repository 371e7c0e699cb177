using RnnCluster.Silo.Gateway.Inference.Models;

namespace RnnCluster.Silo.Gateway.Inference.Http;

/// <summary>Answer to <c>GET /v2/models/…</c>.</summary>
/// <param name="Name">Name of the model.</param>
/// <param name="Versions">Its versions that are served.</param>
/// <param name="Platform">What made it.</param>
/// <param name="Inputs">The tensors that go in, one in a request.</param>
/// <param name="Outputs">The tensors that come out.</param>
internal sealed record HttpModel(
    string Name, IReadOnlyList<string> Versions, string Platform, IReadOnlyList<TensorPlace> Inputs, IReadOnlyList<TensorPlace> Outputs);
