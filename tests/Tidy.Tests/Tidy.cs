namespace RnnCluster.Tidy.Tests;

/// <summary>What every rule says at the end.</summary>
internal static class Tidy
{
    /// <summary>Fails with all faults at once.</summary>
    public static void AssertNone(IEnumerable<string> faults)
    {
        var all = faults.ToList();
        Assert.True(all.Count == 0, $"{all.Count} to mend:\n{string.Join('\n', all)}");
    }

    /// <summary>Fails unless a bad example has exactly one fault, and the message holds <paramref name="words"/>.</summary>
    public static void AssertFault(string words, IEnumerable<string> faults) =>
        Assert.Contains(words, Assert.Single(faults), StringComparison.Ordinal);

    /// <summary>A bad or good example of a source file.</summary>
    public static TextFile Source(string text, string path = "src/Grains/Example.cs") => new(path, text);
}
