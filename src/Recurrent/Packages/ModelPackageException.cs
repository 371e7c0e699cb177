namespace RnnCluster.Recurrent.Packages;

/// <summary>A model package cannot be served. The message lists everything that was found wrong with it.</summary>
public sealed class ModelPackageException : Exception
{
    internal ModelPackageException(string folder, IReadOnlyList<string> faults)
        : base($"The model package {folder} cannot be loaded:{string.Concat(faults.Select(fault => $"\n- {fault}"))}")
    {
        Folder = folder;
        Faults = faults;
    }

    /// <summary>The package's folder.</summary>
    public string Folder { get; }

    /// <summary>One sentence for each fault, with file, place, what was found and what is allowed.</summary>
    public IReadOnlyList<string> Faults { get; }
}
