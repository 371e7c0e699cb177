using RnnCluster.Silo.Gateway.Inference.Tensors;

namespace RnnCluster.Silo.Gateway.Inference.Running;

/// <summary>A request, whatever it came as.</summary>
internal sealed record InferenceRequest
{
    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Version of the model; null for what new sequences get.</summary>
    public string? Version { get; init; }

    /// <summary>What the caller calls the request; null when it has no name.</summary>
    public string? Id { get; init; }

    /// <summary>What is asked for beside the tensors.</summary>
    public required InferenceParameters Parameters { get; init; }

    /// <summary>The tensors that go in.</summary>
    public required IReadOnlyList<InferenceTensor> Inputs { get; init; }

    /// <summary>Names of the tensors that are to come out; empty for all.</summary>
    public IReadOnlyList<string> Outputs { get; init; } = [];
}
