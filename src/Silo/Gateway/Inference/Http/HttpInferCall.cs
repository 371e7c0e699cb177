using RnnCluster.Silo.Gateway.Inference.Running;

namespace RnnCluster.Silo.Gateway.Inference.Http;

/// <summary>A request as it came by HTTP.</summary>
/// <param name="Request">The request.</param>
/// <param name="IsBinary">Whether the elements of the output of a name are to come behind the JSON.</param>
internal sealed record HttpInferCall(InferenceRequest Request, Func<string, bool> IsBinary);
