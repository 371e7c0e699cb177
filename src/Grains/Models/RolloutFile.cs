using System.Text.Json;

namespace RnnCluster.Grains.Models;

/// <summary>A rollout file of the models folder, as the scans find it. While it is broken, what it said before holds.</summary>
/// <param name="path">The file, <c>NAME.rollout.json</c>.</param>
/// <param name="time">Times how long it has not changed.</param>
internal sealed class RolloutFile(string path, TimeProvider time)
{
    /// <summary>What follows the model's name.</summary>
    public const string Suffix = ".rollout.json";

    private const int LimitBytes = 1 << 16;

    private readonly SettledChange _change = new(time);

    /// <summary>The file's name.</summary>
    public string Name { get; } = Path.GetFileName(path);

    /// <summary>The model that it is for.</summary>
    public string Model => Name[..^Suffix.Length];

    /// <summary>What it says, or said last; null for nothing.</summary>
    public Rollout? Rollout { get; private set; }

    /// <summary>What is wrong with what it says now.</summary>
    public IReadOnlyList<string> Faults { get; private set; } = [];

    /// <summary>Whether it is not there.</summary>
    public bool IsGone { get; private set; }

    /// <summary>Whether it changes still.</summary>
    public bool IsPending => _change.IsPending;

    /// <summary>Reads it if it was changed and has not changed for <paramref name="settle"/>.</summary>
    /// <returns>Whether it was read.</returns>
    public bool Scan(TimeSpan settle)
    {
        var file = new FileInfo(path);
        if (!_change.Take(file.Exists ? FolderSignature.Of([file]) : null, settle))
        {
            return false;
        }

        IsGone = !file.Exists;
        Faults = IsGone ? [] : Read();
        return true;
    }

    private IReadOnlyList<string> Read()
    {
        try
        {
            using var stream = File.OpenRead(path);
            if (stream.Length > LimitBytes)
            {
                return [$"{Name}: the file has {stream.Length} bytes; it may have at most {LimitBytes}"];
            }

            var rollout = JsonSerializer.Deserialize(stream, RolloutJson.Default.Rollout);
            var faults = rollout is null ? ["the document is null; it must be an object"] : rollout.Faults().ToArray();
            if (faults.Length == 0)
            {
                Rollout = rollout;
            }

            return [.. faults.Select(fault => $"{Name}: {fault}")];
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            return [$"{Name}: the file cannot be read: {exception.Message}"];
        }
    }
}
