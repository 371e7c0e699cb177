namespace RnnCluster.Cli.Tests.Tracing;

/// <summary>A table of a Markdown page, its cells as they are written.</summary>
/// <param name="Section">The heading that it stands below.</param>
/// <param name="Head">The names of its columns.</param>
/// <param name="Rows">Its rows.</param>
internal sealed record MarkdownTable(string Section, string[] Head, IReadOnlyList<string[]> Rows)
{
    /// <summary>All tables of a page.</summary>
    public static IEnumerable<MarkdownTable> Read(string page)
    {
        var section = "";
        var rows = new List<string[]>();
        foreach (var line in page.Split('\n'))
        {
            if (line.StartsWith('|'))
            {
                rows.Add([.. line.Trim('|').Split('|').Select(cell => cell.Trim())]);
                continue;
            }

            if (rows.Count > 0)
            {
                yield return new MarkdownTable(section, rows[0], [.. rows.Skip(2)]);
                rows = [];
            }

            section = line.StartsWith('#') ? line.TrimStart('#').Trim() : section;
        }
    }

    /// <summary>The cells of a column, from the top.</summary>
    public IEnumerable<string> Column(string name) => Rows.Select(row => row[Array.IndexOf(Head, name)]);
}
