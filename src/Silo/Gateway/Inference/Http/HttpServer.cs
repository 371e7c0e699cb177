namespace RnnCluster.Silo.Gateway.Inference.Http;

/// <summary>Answer to <c>GET /v2</c>.</summary>
/// <param name="Name">Name of the server.</param>
/// <param name="Version">Its version.</param>
/// <param name="Extensions">What it does beside the protocol.</param>
internal sealed record HttpServer(string Name, string Version, IReadOnlyList<string> Extensions);
