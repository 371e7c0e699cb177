using System.Text;

namespace RnnCluster.Oracle.Frames;

/// <summary>A text in pieces that are cut anywhere, also within words; only characters stay whole.</summary>
internal static class Pieces
{
    /// <summary>Cuts at random places; a piece may be empty.</summary>
    public static string[] Cut(Random random, string text, int count)
    {
        var runes = text.EnumerateRunes().ToArray();
        int[] cuts = [0, .. Enumerable.Range(1, count - 1).Select(_ => random.Next(runes.Length + 1)).Order(), runes.Length];
        return [.. cuts.Zip(cuts.Skip(1), (from, to) => Join(runes[from..to]))];
    }

    private static string Join(Rune[] runes) => string.Concat(runes);
}
