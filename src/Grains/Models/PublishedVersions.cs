namespace RnnCluster.Grains.Models;

/// <summary>What every version held when it was first seen, for the life of the silo: a published version does not change.</summary>
internal sealed class PublishedVersions
{
    private readonly Dictionary<(string Name, string Version), UInt128> _contents = [];

    /// <summary>Whether a version is new, or has the contents that it always had.</summary>
    public bool Admit(string name, string version, UInt128 contentHash) =>
        _contents.TryAdd((name, version), contentHash) || _contents[(name, version)] == contentHash;
}
