namespace RnnCluster.Recurrent.Packages;

/// <summary>The files of one package.</summary>
/// <param name="path">The folder.</param>
/// <param name="faults">Receives what is wrong with the files.</param>
internal sealed class PackageFolder(string path, PackageFaults faults)
{
    private readonly SortedSet<string> _files = new(StringComparer.Ordinal);

    /// <summary>The faults of the whole package.</summary>
    public PackageFaults Faults => faults;

    /// <summary>Names of the files that were asked for, in order.</summary>
    public IReadOnlyCollection<string> Files => _files;

    /// <summary>Opens a file, or adds a fault and returns null.</summary>
    public FileStream? Open(string file)
    {
        _files.Add(file);
        try
        {
            return File.OpenRead(Path.Combine(path, file));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            faults.In(file).Add("the file is missing");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            faults.In(file).Add($"the file cannot be opened: {exception.Message}");
        }

        return null;
    }

    /// <summary>Reads a whole file of at most <paramref name="limitBytes"/>, or adds a fault and returns null.</summary>
    public byte[]? ReadAllBytes(string file, int limitBytes)
    {
        using var stream = Open(file);
        if (stream is null)
        {
            return null;
        }

        if (stream.Length > limitBytes)
        {
            faults.In(file).Add($"the file has {stream.Length} bytes; it may have at most {limitBytes}");
            return null;
        }

        try
        {
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (IOException exception)
        {
            faults.In(file).Add($"the file cannot be read: {exception.Message}");
            return null;
        }
    }
}
