using System.Text.Json;

namespace RnnCluster.Cli.Tests.Music;

/// <summary>The made-up tunes in <c>Golden/</c>, each with the notes that abc2midi plays for it.</summary>
public static class GoldenTunes
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Golden");

    /// <summary>The names of all tunes.</summary>
    public static TheoryData<string> Names =>
        [.. Directory.GetFiles(Folder, "*.abc").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    /// <summary>The text of a tune.</summary>
    public static string Text(string name) => File.ReadAllText(Path.Combine(Folder, name + ".abc"));

    /// <summary>Start, duration and pitch of every note, in ticks of 480 to the quarter, sorted.</summary>
    public static int[][] Notes(string name) =>
        JsonSerializer.Deserialize<int[][]>(File.ReadAllText(Path.Combine(Folder, name + ".json")))!;
}
