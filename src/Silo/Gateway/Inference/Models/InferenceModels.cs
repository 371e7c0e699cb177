using System.Collections.Frozen;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Models;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Client;
using RnnCluster.Silo.Gateway.Inference.Tensors;

namespace RnnCluster.Silo.Gateway.Inference.Models;

/// <summary>The models that the cluster serves, asked for at most once a second.</summary>
internal sealed class InferenceModels(RnnClient client, TimeProvider time)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private volatile Known? _known;

    /// <summary>All versions of a model that are served, those first that new sequences get.</summary>
    /// <exception cref="SessionException">There is no such model.</exception>
    public async ValueTask<IReadOnlyList<InferenceModel>> FindAllAsync(string name)
    {
        var known = _known;
        if (known is null || time.GetElapsedTime(known.AskedAt) > LookAgain)
        {
            _known = known = new Known(time.GetTimestamp(), (await client.ListModelsAsync())
                .Where(model => model.Faults.Length == 0 && model.State != ModelState.Refused)
                .GroupBy(model => model.Name, StringComparer.Ordinal)
                .ToFrozenDictionary(versions => versions.Key, versions => versions.Select(model => new InferenceModel(model)).ToArray()));
        }

        return known.Models.GetValueOrDefault(name) ?? throw new SessionException(ErrorCodes.UnknownModel,
            $"there is no model '{InferenceTensor.Short(name)}'; GET /v1/models lists all");
    }

    /// <summary>A version of a model; the one that new sequences get when none is named.</summary>
    /// <exception cref="SessionException">There is no such model, or it has no such version.</exception>
    public async ValueTask<InferenceModel> FindAsync(string name, string? version)
    {
        var versions = await FindAllAsync(name);
        return (version is null ? versions[0] : versions.FirstOrDefault(model => model.Summary.Version == version))
            ?? throw new SessionException(ErrorCodes.UnknownModel,
                $"model '{name}' has no version '{InferenceTensor.Short(version!)}'; it has {string.Join(", ", versions.Select(model => model.Summary.Version))}");
    }

    private sealed record Known(long AskedAt, FrozenDictionary<string, InferenceModel[]> Models);
}
