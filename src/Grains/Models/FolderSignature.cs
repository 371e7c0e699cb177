using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace RnnCluster.Grains.Models;

/// <summary>What files look like from outside: names, lengths and times of writing. Tells that something may have changed, at little cost.</summary>
internal static class FolderSignature
{
    /// <summary>Of the files in a folder; null when the folder is not there.</summary>
    public static ulong? Of(string folder)
    {
        try
        {
            return Of(new DirectoryInfo(folder).EnumerateFiles().OrderBy(file => file.Name, StringComparer.Ordinal));
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Loading says what is wrong.
            return 0;
        }
    }

    public static ulong Of(IEnumerable<FileInfo> files)
    {
        var hash = new XxHash64();
        foreach (var file in files)
        {
            hash.Append(MemoryMarshal.AsBytes(file.Name.AsSpan()));
            hash.Append(MemoryMarshal.AsBytes<long>([-1, file.Exists ? file.Length : -1, file.LastWriteTimeUtc.Ticks]));
        }

        return hash.GetCurrentHashAsUInt64();
    }
}
