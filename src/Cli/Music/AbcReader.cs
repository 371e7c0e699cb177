namespace RnnCluster.Cli.Music;

/// <summary>Reads the first tune of a text, line by line.</summary>
internal sealed class AbcReader
{
    private readonly AbcVoice _voice = new();

    /// <summary>Starts with an empty tune.</summary>
    public AbcReader()
    {
        Fields = new AbcFields(_voice);
    }

    /// <summary>The fields, as they stand at the end.</summary>
    public AbcFields Fields { get; }

    /// <summary>The body in the order of the text.</summary>
    public IReadOnlyList<AbcItem> Items => _voice.Items;

    /// <summary>Characters that could not be read.</summary>
    public int Skipped { get; private set; }

    /// <summary>
    /// Reads up to the blank line or the next <c>X:</c> that ends the tune. The body begins after the first <c>K:</c>; a
    /// text without one is all body.
    /// </summary>
    public void Read(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var inBody = !Array.Exists(lines, line => line.StartsWith("K:", StringComparison.Ordinal));
        var started = false;
        foreach (var line in lines.Where(line => !line.TrimStart().StartsWith('%')).Select(WithoutComment))
        {
            var isField = IsField(line);
            if (started && (string.IsNullOrWhiteSpace(line) || (isField && line[0] == 'X')))
            {
                return;
            }

            if (isField)
            {
                Skipped += Fields.TryObey(line[0], line[2..]) ? 0 : line.Length;
                inBody |= line[0] == 'K';
                started |= line[0] == 'K';
            }
            else if (inBody)
            {
                ReadMusic(line);
                started |= !string.IsNullOrWhiteSpace(line);
            }
            else
            {
                Skipped += line.Length;
            }
        }
    }

    private static string WithoutComment(string line)
    {
        var comment = line.IndexOf('%', StringComparison.Ordinal);
        return comment < 0 ? line : line[..comment];
    }

    private static bool IsField(string line) =>
        line is [(>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or '+', ':', ..] && line is not [_, _, '|' or ':' or ']', ..];

    private void ReadMusic(string line)
    {
        var music = new AbcMusicLine(_voice, Fields, line);
        music.Read();
        Skipped += music.Skipped;
    }
}
