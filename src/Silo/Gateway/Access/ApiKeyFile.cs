using System.Text.Json;

namespace RnnCluster.Silo.Gateway.Access;

/// <summary>The file that keys are kept in.</summary>
public static class ApiKeyFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Reads all keys.</summary>
    /// <exception cref="InvalidDataException">The file is not one of keys; the message says what is wrong.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<ApiKey> Read(string path)
    {
        try
        {
            var keys = JsonSerializer.Deserialize(File.ReadAllBytes(path), ApiKeyJson.Default.ApiKeyList)?.Keys ?? [];
            var faults = keys.SelectMany(key => key.Faults()).Concat(Doubles(keys)).ToList();
            return faults.Count == 0 ? keys : throw new InvalidDataException($"{path}: {string.Join("; ", faults)}");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{path} is no file of keys: {exception.Path} at line {exception.LineNumber + 1}", exception);
        }
    }

    /// <summary>Writes all keys in place of those in the file, whole or not at all. Only the file's owner may read it.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<ApiKey> keys)
    {
        var fresh = path + ".new";
        File.Delete(fresh);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var file = new FileStream(fresh, options))
        {
            JsonSerializer.Serialize(file, new ApiKeyList(keys), ApiKeyJson.Default.ApiKeyList);
            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, path, overwrite: true);
    }

    private static IEnumerable<string> Doubles(IReadOnlyList<ApiKey> keys) =>
        keys.GroupBy(key => key.Name).Where(group => group.Count() > 1).Select(group => $"there are {group.Count()} keys of name '{group.Key}'")
            .Concat(keys.GroupBy(key => key.Hash).Where(group => group.Count() > 1).Select(group => $"keys {string.Join(", ", group.Select(key => key.Name))} are the same"));
}
