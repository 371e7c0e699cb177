namespace RnnCluster.Recurrent.Packages;

/// <summary>Collects the faults of one package, so that its author sees all of them at once.</summary>
/// <param name="folder">The package's folder.</param>
internal sealed class PackageFaults(string folder)
{
    private const int Listed = 100;

    private readonly List<string> _faults = [];

    /// <summary>Number of faults so far.</summary>
    public int Count { get; private set; }

    /// <summary>The list, for the faults of one file.</summary>
    public FileFaults In(string file) => new(this, file);

    /// <summary>Throws when there are any faults.</summary>
    /// <exception cref="ModelPackageException">There are.</exception>
    public void ThrowIfAny()
    {
        if (Count > 0)
        {
            throw new ModelPackageException(folder, Count > Listed ? [.. _faults, $"and {Count - Listed} more faults"] : _faults);
        }
    }

    internal void Add(string fault)
    {
        Count++;
        if (Count <= Listed)
        {
            _faults.Add(fault);
        }
    }
}
