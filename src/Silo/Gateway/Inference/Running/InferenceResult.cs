using RnnCluster.Silo.Gateway.Inference.Tensors;

namespace RnnCluster.Silo.Gateway.Inference.Running;

/// <summary>The answer to a request, whatever it leaves as.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Version">Its version.</param>
/// <param name="Id">The request's own id; null when it had none.</param>
/// <param name="End">Whether the sequence ended with this answer: the request said so, or the model did.</param>
/// <param name="Outputs">The tensors.</param>
internal sealed record InferenceResult(string Model, string Version, string? Id, bool End, IReadOnlyList<InferenceTensor> Outputs)
{
    /// <summary>The parameter of a response that says <see cref="End"/>.</summary>
    public const string EndParameter = "sequence_end";
}
