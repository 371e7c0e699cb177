using RnnCluster.Abstractions.Models;
using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Grains.Models;

/// <summary>Makes of a model's folders and its rollout file what it offers.</summary>
/// <param name="name">The model.</param>
/// <param name="before">What it offered before.</param>
internal sealed class OfferMaker(string name, ModelOffer before)
{
    private readonly List<ModelSummary> _refused = [];

    /// <summary>What it offers now. Loads what is to be offered and is not in memory.</summary>
    public async Task<ModelOffer> MakeAsync(IEnumerable<ModelFolder> folders, RolloutFile? file)
    {
        var versions = new SortedDictionary<string, ModelVersion>(VersionOrder.Natural);
        foreach (var folder in folders)
        {
            if (folder.Faults.Count > 0)
            {
                _refused.Add(ModelSummaries.Refused(name, folder.FaultyVersion, folder.Faults));
            }

            if (folder.Version is { } version)
            {
                // Two folders can have the same version only with the same contents.
                versions.TryAdd(version.Version, version);
            }
        }

        if (file is { Faults.Count: > 0 })
        {
            _refused.Add(ModelSummaries.Refused(name, "", file.Faults));
        }

        var rollout = file?.Rollout;
        var current = await CurrentAsync(versions, rollout, file);
        var candidate = await CandidateAsync(versions, rollout, file, current);
        return new ModelOffer([.. versions.Values], current, candidate, candidate is null ? 0 : rollout!.Share!.Value, _refused);
    }

    private async Task<ServedModel?> CurrentAsync(SortedDictionary<string, ModelVersion> versions, Rollout? rollout, RolloutFile? file)
    {
        string?[] wanted = [];
        if (rollout?.Current is { } named)
        {
            Require(versions, named, nameof(Rollout.Current), file);
            wanted = [named, before.Current?.Version];
        }

        var highest = versions.Keys.Where(version => version != rollout?.Candidate).Reverse();
        foreach (var version in wanted.OfType<string>().Concat(highest).Append(rollout?.Candidate).Distinct())
        {
            if (version is not null && versions.TryGetValue(version, out var found) && await LoadAsync(found) is { } model)
            {
                return model;
            }
        }

        return null;
    }

    private async Task<ServedModel?> CandidateAsync(
        SortedDictionary<string, ModelVersion> versions, Rollout? rollout, RolloutFile? file, ServedModel? current)
    {
        if (rollout?.Candidate is not { } named || !Require(versions, named, nameof(Rollout.Candidate), file) || named == current?.Version)
        {
            return null;
        }

        return await LoadAsync(versions[named]);
    }

    private bool Require(SortedDictionary<string, ModelVersion> versions, string version, string key, RolloutFile? file)
    {
        if (versions.ContainsKey(version))
        {
            return true;
        }

        _refused.Add(ModelSummaries.Refused(name, "",
            [$"{file!.Name}: {key.ToLowerInvariant()} is {version}, which is not served; served are: {string.Join(", ", versions.Keys)}"]));
        return false;
    }

    private async Task<ServedModel?> LoadAsync(ModelVersion version)
    {
        try
        {
            return await version.GetAsync();
        }
        catch (SessionException exception)
        {
            _refused.Add(ModelSummaries.Refused(name, version.Version, [exception.Message]));
            return null;
        }
    }
}
