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
        ModelShape? shape = null;
        TokenFiles? tokens = null;
        TokenFiles? sourceTokens = null;
        IReadOnlyList<string>? labels = null;
        if (manifest is not null)
        {
            var manifestFaults = faults.In(ManifestFile.Name);
            var sizesFit = new ManifestSizes(manifest, manifestFaults).Check();
            new ManifestRules(manifest, manifestFaults).Check();
            shape = sizesFit ? new ModelShapes(manifest, manifestFaults).Make() : null;
            var files = ManifestPart.Of(manifest)
                .ToDictionary(part => part.Prefix, part => part.Tokenizer is null ? null : new TokenFiles(folder, part, part.Tokenizer));
            tokens = files[""];
            sourceTokens = files.GetValueOrDefault("encoder.");
            CheckEntries(manifest, tokens, sourceTokens, manifestFaults);
            labels = manifest.Head.Labels is string file
                ? StringListFile.Read(folder, "head.labels", file, "head.size", manifest.Head.Size)
                : null;
        }

        var tensors = WeightsFile.Read(folder, shape);
        faults.ThrowIfAny();
        return new PackageContents(manifest!, shape!, tensors, tokens?.ToReader(), sourceTokens?.ToReader(), labels, [.. folder.Files]);
    }

    private static void CheckEntries(ModelManifest manifest, TokenFiles? tokens, TokenFiles? sourceTokens, FileFaults faults)
    {
        tokens?.CheckEntry("tokenizer.unknown", manifest.Tokenizer?.Unknown, faults);
        tokens?.CheckEntry("sampling.start", manifest.Sampling?.Start, faults);
        tokens?.CheckEntry("sampling.end", manifest.Sampling?.End, faults);
        tokens?.CheckEntry("lookAhead.end", manifest.LookAhead?.End, faults);
        sourceTokens?.CheckEntry("encoder.tokenizer.unknown", manifest.Encoder?.Tokenizer?.Unknown, faults);
        sourceTokens?.CheckEntry("encoder.end", manifest.Encoder?.End, faults);
    }
}
