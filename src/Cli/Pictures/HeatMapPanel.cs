namespace RnnCluster.Cli.Pictures;

/// <summary>A grid of coloured cells: what one part of a heat map shows.</summary>
internal sealed record HeatMapPanel
{
    /// <summary>What stands above it.</summary>
    public required string Title { get; init; }

    /// <summary>What stands above its colour bar.</summary>
    public required string Quantity { get; init; }

    /// <summary>What a row is.</summary>
    public required string RowsAre { get; init; }

    /// <summary>A name for each row, from the top.</summary>
    public required IReadOnlyList<string> Rows { get; init; }

    /// <summary>The numbers, <c>[column][row]</c>; what lies behind the last row is not shown.</summary>
    public required IReadOnlyList<float[]> Columns { get; init; }

    /// <summary>The colours of the numbers.</summary>
    public required ColourMap Colours { get; init; }

    /// <summary>Least height of a row, in pixels.</summary>
    public double RowHeightLeast { get; init; } = 2;

    /// <summary>Cells that have a frame: a column, and a row.</summary>
    public IReadOnlyList<(int Column, int Row)> Framed { get; init; } = [];
}
