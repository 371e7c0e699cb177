using RnnCluster.Recurrent.Packages;

namespace RnnCluster.Grains.Models;

/// <summary>A folder of the models folder, <c>NAME</c> or <c>NAME@VERSION</c>, as the scans find it.</summary>
/// <param name="path">The folder.</param>
/// <param name="published">What every version held when it was first seen.</param>
/// <param name="time">Times how long the folder has not changed.</param>
internal sealed class ModelFolder(string path, PublishedVersions published, TimeProvider time)
{
    private const char Separator = '@';

    private readonly SettledChange _change = new(time);
    private readonly string[] _parts = Path.GetFileName(path).Split(Separator, 2);

    /// <summary>The model that the folder's name says.</summary>
    public string Model => _parts[0];

    /// <summary>What was found here last and had no faults; null for nothing. It stays when what comes in its place has faults.</summary>
    public ModelVersion? Version { get; private set; }

    /// <summary>The version that has <see cref="Faults"/>; empty when it is not known.</summary>
    public string FaultyVersion { get; private set; } = "";

    /// <summary>What is wrong with what is here now.</summary>
    public IReadOnlyList<string> Faults { get; private set; } = [];

    /// <summary>Whether it is not there.</summary>
    public bool IsGone { get; private set; }

    /// <summary>Whether it changes still.</summary>
    public bool IsPending => _change.IsPending;

    /// <summary>Loads what is here if the folder was changed and has not changed for <paramref name="settle"/>.</summary>
    /// <param name="settle">How long it must not have changed.</param>
    /// <param name="loaded">Keeps what is loaded in memory until somebody else does.</param>
    /// <returns>Whether it was changed.</returns>
    public bool Scan(TimeSpan settle, ICollection<LoadedPackage> loaded)
    {
        var signature = FolderSignature.Of(path);
        if (!_change.Take(signature, settle))
        {
            return false;
        }

        IsGone = signature is null;
        if (IsGone)
        {
            (Version, Faults) = (null, []);
            return true;
        }

        var (package, faults) = Load();
        if (!_change.Confirm(FolderSignature.Of(path)))
        {
            // It was changed meanwhile: what was read may be half of each.
            return false;
        }

        Take(package, faults, loaded);
        return true;
    }

    private (LoadedPackage? Package, IReadOnlyList<string> Faults) Load()
    {
        try
        {
            return (LoadedPackage.Load(path), []);
        }
        catch (ModelPackageException exception)
        {
            return (null, exception.Faults);
        }
        catch (Exception exception)
        {
            // Whatever is wrong with one package, such as no memory for it, must not keep the others from being served.
            return (null, [exception.Message]);
        }
    }

    private void Take(LoadedPackage? package, IReadOnlyList<string> faults, ICollection<LoadedPackage> loaded)
    {
        var reason = package is null ? null : UnservedReason(package);
        Faults = reason is null ? faults : [reason];
        FaultyVersion = package?.Model.Version ?? _parts.ElementAtOrDefault(1) ?? "";
        if (package is not null && reason is null && Version?.Version != package.Model.Version)
        {
            Version = new ModelVersion(path, package);
            loaded.Add(package);
        }
    }

    /// <summary>Why a faultless package cannot be served from here; null when it can.</summary>
    private string? UnservedReason(LoadedPackage package)
    {
        var (name, version) = (package.Model.Name, package.Model.Version);
        return name != Model ? $"model.json: name is '{name}'; it must be the name of its folder, '{Model}'"
            : _parts is [_, var named] && version != named ? $"model.json: version is '{version}'; it must be that of its folder, '{named}'"
            : published.Admit(name, version, package.ContentHash) ? null
            : $"version {version} was published with other contents, and a published version does not change; give these another version";
    }
}
