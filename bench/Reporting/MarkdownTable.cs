namespace RnnCluster.Reporting;

/// <summary>A table in Markdown, built row by row.</summary>
/// <param name="columns">Headings; one that begins with <c>&gt;</c>, which is not shown, stands over a column of numbers.</param>
public sealed class MarkdownTable(params string[] columns)
{
    private readonly List<string> _lines =
    [
        Line(columns.Select(column => column.TrimStart('>'))),
        Line(columns.Select(column => column.StartsWith('>') ? "---:" : "---")),
    ];

    /// <summary>Adds a row.</summary>
    /// <exception cref="ArgumentException">It has not as many cells as there are columns.</exception>
    public MarkdownTable Add(params string[] cells)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(cells.Length, columns.Length);
        _lines.Add(Line(cells));
        return this;
    }

    /// <summary>The table, without a line feed at its end.</summary>
    public override string ToString() => string.Join('\n', _lines);

    private static string Line(IEnumerable<string> cells) =>
        string.Join("", cells.Select(cell => cell.Length == 0 ? "| " : $"| {cell} ")) + "|";
}
