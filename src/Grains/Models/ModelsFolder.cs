namespace RnnCluster.Grains.Models;

/// <summary>The models folder: remembers from scan to scan what is in it. Not thread-safe.</summary>
internal sealed class ModelsFolder(string path, TimeProvider time)
{
    private readonly SortedDictionary<string, ModelFolder> _folders = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, RolloutFile> _rollouts = new(StringComparer.Ordinal);
    private readonly PublishedVersions _published = new();

    /// <summary>The folder, whole.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>Loads what is new and has not changed for <paramref name="settle"/>.</summary>
    /// <exception cref="IOException">The folder is not there, or cannot be read.</exception>
    public ModelsScan Scan(TimeSpan settle)
    {
        if (!Directory.Exists(Path))
        {
            throw new DirectoryNotFoundException($"models folder {Path} is not there; name one with --models DIR");
        }

        foreach (var folder in Directory.EnumerateDirectories(Path).Where(folder => !System.IO.Path.GetFileName(folder).StartsWith('.')))
        {
            _folders.TryAdd(folder, new ModelFolder(folder, _published, time));
        }

        foreach (var file in Directory.EnumerateFiles(Path, $"*{RolloutFile.Suffix}"))
        {
            _rollouts.TryAdd(file, new RolloutFile(file, time));
        }

        return Look(settle);
    }

    private ModelsScan Look(TimeSpan settle)
    {
        var hasChanged = false;
        var loaded = new List<LoadedPackage>();
        foreach (var (path, folder) in _folders.ToList())
        {
            hasChanged |= folder.Scan(settle, loaded);
            if (folder.IsGone)
            {
                _folders.Remove(path);
            }
        }

        foreach (var (path, rollout) in _rollouts.ToList())
        {
            hasChanged |= rollout.Scan(settle);
            if (rollout.IsGone)
            {
                _rollouts.Remove(path);
            }
        }

        var isPending = _folders.Values.Any(folder => folder.IsPending) || _rollouts.Values.Any(rollout => rollout.IsPending);
        return new ModelsScan([.. _folders.Values], [.. _rollouts.Values], loaded, hasChanged, isPending);
    }
}
