using System.Text;

namespace RnnCluster.Oracle.Journal;

/// <summary>Reads a journal.</summary>
internal static class JournalReader
{
    /// <summary>All whole entries, in the order in which they were written.</summary>
    public static List<JournalEntry> Read(string path) => Read(path, out _);

    /// <summary>The same, and the place behind the last whole entry.</summary>
    public static List<JournalEntry> Read(string path, out long end)
    {
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new BinaryReader(file, Encoding.UTF8);
        var entries = new List<JournalEntry>();
        for (end = 0; JournalFormat.Read(reader) is { } entry; end = file.Position)
        {
            entries.Add(entry);
        }

        return entries;
    }
}
