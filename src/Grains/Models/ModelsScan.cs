namespace RnnCluster.Grains.Models;

/// <summary>What a scan of the models folder found.</summary>
/// <param name="Folders">The packages' folders.</param>
/// <param name="Rollouts">The rollout files.</param>
/// <param name="Loaded">The packages that were loaded for it, which stay in memory until offers are made of them.</param>
/// <param name="HasChanged">Whether it is another picture than that of the scan before.</param>
/// <param name="IsPending">Whether something changes still.</param>
internal sealed record ModelsScan(
    IReadOnlyList<ModelFolder> Folders,
    IReadOnlyList<RolloutFile> Rollouts,
    IReadOnlyList<LoadedPackage> Loaded,
    bool HasChanged,
    bool IsPending)
{
    /// <summary>The models that there are folders of.</summary>
    public IEnumerable<string> Models => Folders.Select(folder => folder.Model).Distinct();

    public IEnumerable<ModelFolder> FoldersOf(string model) => Folders.Where(folder => folder.Model == model);

    public RolloutFile? RolloutOf(string model) => Rollouts.FirstOrDefault(rollout => rollout.Model == model);
}
