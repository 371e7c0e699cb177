using System.IO.Hashing;
using System.Text;
using RnnCluster.Recurrent.Packages;

namespace RnnCluster.Grains.Models;

/// <summary>A package, ready to serve, and the hash of what it was made of.</summary>
/// <param name="Model">The package.</param>
/// <param name="ContentHash">XxHash128 of its files, names and contents. Tells accidents, no attacks.</param>
internal sealed record LoadedPackage(ServedModel Model, UInt128 ContentHash)
{
    /// <summary>Loads and checks the package in <paramref name="folder"/>.</summary>
    /// <exception cref="ModelPackageException">The package has faults.</exception>
    public static LoadedPackage Load(string folder)
    {
        var package = ModelPackage.Load(folder);
        return new LoadedPackage(new ServedModel(package), Hash(folder, package.Files));
    }

    private static UInt128 Hash(string folder, IEnumerable<string> files)
    {
        var hash = new XxHash128();
        foreach (var file in files)
        {
            using var stream = File.OpenRead(Path.Combine(folder, file));
            hash.Append(Encoding.UTF8.GetBytes($"{file}/{stream.Length}/"));
            hash.Append(stream);
        }

        return hash.GetCurrentHashAsUInt128();
    }
}
