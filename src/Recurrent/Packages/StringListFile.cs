using System.Text.Json;
using System.Text.RegularExpressions;

namespace RnnCluster.Recurrent.Packages;

/// <summary>A vocabulary or label file: a JSON array of distinct strings, each with its place as its id.</summary>
internal static partial class StringListFile
{
    /// <summary>Reads and checks a file that the manifest names.</summary>
    /// <param name="folder">The package; receives the faults.</param>
    /// <param name="key">The key of <c>model.json</c> that names the file.</param>
    /// <param name="file">The name, which is trusted only when it cannot lead out of the folder.</param>
    /// <param name="sizeKey">The key of <c>model.json</c> that says the number of entries.</param>
    /// <param name="size">The number, or null when it is not known.</param>
    /// <returns>The entries, or null when there are none to speak of.</returns>
    public static IReadOnlyList<string>? Read(PackageFolder folder, string key, string file, string sizeKey, int? size)
    {
        if (!PlainFileName().IsMatch(file))
        {
            folder.Faults.In(ManifestFile.Name).Add(
                $"{key} is {Excerpt.Quote(file)}; it must be a plain file name: 1 to 100 letters, digits, dots, " +
                "underscores and hyphens, beginning with a letter or digit");
            return null;
        }

        var faults = folder.Faults.In(file);
        if (folder.ReadAllBytes(file, PackageLimits.StringListBytes) is not byte[] json
            || Parse(json, faults) is not List<string> entries)
        {
            return null;
        }

        if (size is int expected && entries.Count != expected)
        {
            faults.Add($"there are {entries.Count} entries; there must be {expected} ({sizeKey})");
        }

        CheckDistinct(entries, faults);
        return entries;
    }

    private static List<string>? Parse(byte[] json, FileFaults faults)
    {
        var entries = new List<string>();
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                faults.Add("the document is not an array; it must be an array of strings");
                return null;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.TokenType != JsonTokenType.String)
                {
                    faults.Add($"entry {entries.Count} is not a string; every entry must be one");
                    return null;
                }

                entries.Add(reader.GetString()!);
            }

            reader.Read();
            return entries;
        }
        // The reader calls a string that is not Unicode an invalid operation.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            faults.Add($"the file is not valid JSON: {exception.Message}");
            return null;
        }
    }

    private static void CheckDistinct(List<string> entries, FileFaults faults)
    {
        var first = new Dictionary<string, int>(entries.Count, StringComparer.Ordinal);
        for (var i = 0; i < entries.Count; i++)
        {
            if (!first.TryAdd(entries[i], i))
            {
                faults.Add($"entry {i} is {Excerpt.Quote(entries[i])}, as entry {first[entries[i]]} is; all entries must differ");
            }
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z")]
    private static partial Regex PlainFileName();
}
