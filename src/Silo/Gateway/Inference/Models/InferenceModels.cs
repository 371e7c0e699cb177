using System.Runtime.CompilerServices;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Models;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Silo.Gateway.Inference.Tensors;
using RnnCluster.Silo.Gateway.Models;

namespace RnnCluster.Silo.Gateway.Inference.Models;

/// <summary>The models that the cluster serves, as the protocol sees them.</summary>
internal sealed class InferenceModels(GatewayModels models)
{
    // Each stays as long as the list that it is in.
    private readonly ConditionalWeakTable<ModelSummary, InferenceModel> _seen = [];

    /// <summary>All versions of a model that are served, those first that new sequences get.</summary>
    /// <exception cref="SessionException">There is no such model.</exception>
    public ValueTask<IReadOnlyList<InferenceModel>> FindAllAsync(string name) => FindVersionsAsync(name, version: null);

    /// <summary>A version of a model; the one that new sequences get when none is named.</summary>
    /// <exception cref="SessionException">There is no such model, or it has no such version.</exception>
    public async ValueTask<InferenceModel> FindAsync(string name, string? version)
    {
        var versions = await FindVersionsAsync(name, version);
        return (version is null ? versions[0] : versions.FirstOrDefault(model => model.Summary.Version == version))
            ?? throw new SessionException(ErrorCodes.UnknownModel,
                $"model '{name}' has no version '{InferenceTensor.Short(version!)}'; it has {string.Join(", ", versions.Select(model => model.Summary.Version))}");
    }

    private async ValueTask<IReadOnlyList<InferenceModel>> FindVersionsAsync(string name, string? version)
    {
        var served = await models.FindAllAsync(name, version);
        return served.Count > 0
            ? [.. served.Select(model => _seen.GetValue(model, static summary => new InferenceModel(summary)))]
            : throw new SessionException(ErrorCodes.UnknownModel, $"there is no model '{InferenceTensor.Short(name)}'; GET /v1/models lists all");
    }
}
