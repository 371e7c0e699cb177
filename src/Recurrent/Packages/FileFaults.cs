namespace RnnCluster.Recurrent.Packages;

/// <summary>Collects the faults of one file of a package.</summary>
/// <param name="faults">Where they go.</param>
/// <param name="file">The file's name, which every fault begins with.</param>
internal readonly struct FileFaults(PackageFaults faults, string file)
{
    /// <summary>Number of faults of the whole package so far.</summary>
    public int Count => faults.Count;

    /// <summary>Adds a fault: what was found; what it must be.</summary>
    public void Add(string fault) => faults.Add($"{file}: {fault}");
}
