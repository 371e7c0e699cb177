using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Tokenizers;

namespace RnnCluster.Recurrent.Packages;

/// <summary>Reads a package and checks it whole: after a fault it goes on with everything that can still be checked.</summary>
internal static class PackageReader
{
    /// <summary>Reads the package in the folder <paramref name="path"/>.</summary>
    /// <exception cref="ModelPackageException">It has faults; all of them are in the exception.</exception>
    public static PackageContents Read(string path)
    {
        var faults = new PackageFaults(path);
        var folder = new PackageFolder(path, faults);
        var manifest = ManifestFile.Read(folder);
        NetworkShape? shape = null;
        TokenFiles? tokens = null;
        IReadOnlyList<string>? labels = null;
        if (manifest is not null)
        {
            var manifestFaults = faults.In(ManifestFile.Name);
            shape = new ManifestSizes(manifest, manifestFaults).Check();
            new ManifestRules(manifest, manifestFaults).Check();
            tokens = manifest.Tokenizer is null ? null : new TokenFiles(folder, manifest, manifest.Tokenizer);
            labels = manifest.Head.Labels is string file
                ? StringListFile.Read(folder, "head.labels", file, "head.size", manifest.Head.Size)
                : null;
        }

        var tensors = WeightsFile.Read(folder, shape);
        faults.ThrowIfAny();
        return new PackageContents(manifest!, shape!, tensors, Tokenizer(manifest!.Tokenizer), tokens?.ToEncoder(), labels);
    }

    private static ITokenizer? Tokenizer(TokenizerManifest? tokenizer) => tokenizer?.Kind switch
    {
        TokenizerKind.Characters => new CharacterTokenizer(),
        TokenizerKind.Words => new WordTokenizer(),
        TokenizerKind.Abc => new AbcTokenizer(),
        _ => null,
    };
}
