using System.Globalization;

namespace RnnCluster.Cli.Pictures;

/// <summary>Panels one below the other with common columns: steps of time, labelled with what is read in each.</summary>
internal sealed class HeatMap
{
    private const double Margin = 20;
    private const double LetterSize = 12;
    private const double TitleSize = 16;
    private const double GridWidthMost = 880;
    private const double ColumnWidthLeast = 2;
    private const double ColumnWidthMost = 60;
    private const double PanelHeight = 400;
    private const double RowHeightMost = 28;
    private const double BarWidth = 14;
    private const double BarHeightLeast = 72;
    private const double BarHeightMost = 180;
    private const double BarGap = 22;
    private const double BarSpace = 74;
    private const double BarDrop = 5;
    private const int BarParts = 48;
    private const int Turn = 55;

    // Cells of this size have room for their number, unless it would be 0.00, and for a frame.
    private const double NumberWidth = 40;
    private const double NumberHeight = 15;
    private const double FrameWidth = 6;
    private const float NumberLeast = 0.005f;

    private const string Grey = "#666666";
    private const string Black = "#222222";

    private readonly SvgDocument _svg = new();
    private readonly string _title;
    private readonly IReadOnlyList<string> _columns;
    private readonly double _left;
    private readonly double _titlesWidth;
    private readonly double _columnWidth;
    private double _gridBottom;

    private HeatMap(string title, IReadOnlyList<string> columns, IReadOnlyList<HeatMapPanel> panels)
    {
        _title = title;
        _columns = columns;
        _columnWidth = Math.Clamp(GridWidthMost / columns.Count, ColumnWidthLeast, ColumnWidthMost);
        _titlesWidth = panels.Max(panel => SvgDocument.TextWidth(panel.Title, LetterSize, bold: true));
        _left = Margin + 10 + panels.SelectMany(panel => panel.Rows).Max(row => SvgDocument.TextWidth(row, LetterSize));
    }

    private double GridWidth => _columns.Count * _columnWidth;

    private double BarLeft => _left + Math.Max(GridWidth, _titlesWidth) + BarGap;

    /// <summary>Draws a heat map as an SVG file.</summary>
    /// <param name="title">What stands on top.</param>
    /// <param name="columns">A label for each column, at least one.</param>
    /// <param name="panels">The panels, from the top.</param>
    public static string Draw(string title, IReadOnlyList<string> columns, IReadOnlyList<HeatMapPanel> panels)
    {
        var map = new HeatMap(title, columns, panels);
        var y = Margin + TitleSize;
        map._svg.Text(Margin, y, title, TitleSize, bold: true);
        y = map.DrawColumnLabels(y + 12);
        foreach (var panel in panels)
        {
            y = map.DrawPanel(panel, y);
        }

        map.DrawTimes(map._gridBottom + 5);
        var width = Math.Max(map.BarLeft + BarSpace, Margin * 2 + SvgDocument.TextWidth(title, TitleSize, bold: true));
        return map._svg.ToString(width, y + Margin, title);
    }

    /// <summary>How many columns or rows apart labels of this size stand, as a round number.</summary>
    private static int Stride(double cell, double needed)
    {
        int[] rounds = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000];
        return rounds.First(round => round * cell >= needed || round == rounds[^1]);
    }

    private double DrawColumnLabels(double y)
    {
        var longest = _columns.Max(column => SvgDocument.TextWidth(column, LetterSize));
        var fits = longest <= _columnWidth - 4;
        var height = fits ? LetterSize + 6 : longest * Math.Sin(Turn * Math.PI / 180) + LetterSize;
        var stride = fits ? 1 : Stride(_columnWidth, LetterSize + 2);
        for (var column = 0; column < _columns.Count; column += stride)
        {
            var middle = _left + (column + 0.5) * _columnWidth;
            if (fits)
            {
                _svg.Text(middle, y + height - 2, _columns[column], LetterSize, "middle");
            }
            else
            {
                _svg.Text(middle + 3, y + height - 2, _columns[column], LetterSize, turn: Turn);
            }
        }

        return y + height + 6;
    }

    /// <returns>Where the next panel begins.</returns>
    private double DrawPanel(HeatMapPanel panel, double y)
    {
        y += LetterSize + 8;
        _svg.Text(_left, y, panel.Title, LetterSize, bold: true);
        _svg.Text(_left - 6, y, panel.RowsAre, LetterSize, "end", Grey);
        _svg.Text(BarLeft, y, panel.Quantity, LetterSize);
        y += 7;
        var rowHeight = Math.Clamp(PanelHeight / panel.Rows.Count, panel.RowHeightLeast, RowHeightMost);
        var height = panel.Rows.Count * rowHeight;
        DrawCells(panel, y, rowHeight);
        _svg.Rectangle(_left, y, GridWidth, height, "none", Grey);
        foreach (var (column, row) in _columnWidth < FrameWidth ? [] : panel.Framed)
        {
            _svg.Rectangle(_left + column * _columnWidth, y + row * rowHeight, _columnWidth, rowHeight, "none", "#000000");
        }

        DrawRowLabels(panel.Rows, y, rowHeight);
        _gridBottom = y + height;
        var barHeight = Math.Clamp(height, BarHeightLeast, BarHeightMost);
        DrawColourBar(panel.Colours, y + BarDrop, barHeight);
        return y + Math.Max(height, barHeight + BarDrop) + 14;
    }

    private void DrawCells(HeatMapPanel panel, double y, double rowHeight)
    {
        var cells = from column in Enumerable.Range(0, _columns.Count)
                    from row in Enumerable.Range(0, panel.Rows.Count)
                    let value = panel.Columns[column][row]
                    select (X: _left + column * _columnWidth, Y: y + row * rowHeight, Value: value);
        var all = cells.ToList();
        foreach (var colour in all.GroupBy(cell => panel.Colours.Colour(cell.Value)))
        {
            _svg.Rectangles(colour.Select(cell => (cell.X, cell.Y)), _columnWidth, rowHeight, colour.Key);
        }

        if (_columnWidth < NumberWidth || rowHeight < NumberHeight)
        {
            return;
        }

        foreach (var (x, top, value) in all.Where(cell => MathF.Abs(cell.Value) >= NumberLeast))
        {
            var text = value.ToString("F2", CultureInfo.InvariantCulture);
            var fill = panel.Colours.IsDark(value) ? "#ffffff" : Black;
            _svg.Text(x + _columnWidth / 2, top + rowHeight / 2 + 4, text, LetterSize - 1, "middle", fill);
        }
    }

    private void DrawRowLabels(IReadOnlyList<string> rows, double y, double rowHeight)
    {
        var stride = Stride(rowHeight, LetterSize);
        for (var row = 0; row < rows.Count; row++)
        {
            // The first one, and then those whose number is round.
            if (row == 0 || (stride == 1) || ((row + 1) % stride == 0 && row * rowHeight >= LetterSize))
            {
                _svg.Text(_left - 6, y + (row + 0.5) * rowHeight + 4, rows[row], LetterSize, "end");
            }
        }
    }

    private void DrawColourBar(ColourMap colours, double y, double height)
    {
        var x = BarLeft;
        for (var part = 0; part < BarParts; part++)
        {
            var value = colours.High - (colours.High - colours.Low) * part / (BarParts - 1);
            _svg.Rectangles([(x, y + height * part / BarParts)], BarWidth, height / BarParts, colours.Colour(value));
        }

        _svg.Rectangle(x, y, BarWidth, height, "none", Grey);
        foreach (var share in new[] { 0f, 0.5f, 1f })
        {
            var tick = y + height * (1 - share);
            _svg.Line(x + BarWidth, tick, x + BarWidth + 4, tick, Grey);
            var value = colours.Low + (colours.High - colours.Low) * share;
            _svg.Text(x + BarWidth + 8, tick + 4, value.ToString("0.##", CultureInfo.InvariantCulture), LetterSize);
        }
    }

    private void DrawTimes(double y)
    {
        var stride = Stride(_columnWidth, SvgDocument.TextWidth($"{_columns.Count}", LetterSize) + 6);
        for (var column = 0; column < _columns.Count; column++)
        {
            if (column == 0 || (column + 1) % stride == 0)
            {
                _svg.Text(_left + (column + 0.5) * _columnWidth, y + LetterSize, $"{column + 1}", LetterSize, "middle", Grey);
            }
        }

        _svg.Text(_left - 14, y + LetterSize, "t", LetterSize, "end", Grey);
    }
}
