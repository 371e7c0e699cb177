using System.Globalization;
using System.Security;
using System.Text;

namespace RnnCluster.Cli.Pictures;

/// <summary>An SVG picture that is written from back to front. Lengths are pixels, y grows downward.</summary>
internal sealed class SvgDocument
{
    private const string Fonts = "'DejaVu Sans',Verdana,Helvetica,Arial,sans-serif";

    private readonly StringBuilder _elements = new();

    /// <summary>Width of a text, estimated: the picture cannot know the reader's font.</summary>
    public static double TextWidth(string text, double size, bool bold = false) =>
        text.EnumerateRunes().Sum(rune => rune.Value < 0x1100 ? 0.62 : 1.05) * size * (bold ? 1.12 : 1);

    public void Rectangle(double x, double y, double width, double height, string fill, string? stroke = null) => Add(
        $"<rect x=\"{x:0.##}\" y=\"{y:0.##}\" width=\"{width:0.##}\" height=\"{height:0.##}\" fill=\"{fill}\"{Stroke(stroke)}/>");

    public void Line(double x1, double y1, double x2, double y2, string stroke) => Add(
        $"<line x1=\"{x1:0.##}\" y1=\"{y1:0.##}\" x2=\"{x2:0.##}\" y2=\"{y2:0.##}\" stroke=\"{stroke}\"/>");

    /// <summary>Rectangles of one size and one colour, as one element.</summary>
    /// <param name="places">Their upper left corners.</param>
    /// <param name="width">Of each.</param>
    /// <param name="height">Of each.</param>
    /// <param name="fill">Their colour.</param>
    public void Rectangles(IEnumerable<(double X, double Y)> places, double width, double height, string fill)
    {
        _elements.Append(CultureInfo.InvariantCulture, $"<path shape-rendering=\"crispEdges\" fill=\"{fill}\" d=\"");
        foreach (var (x, y) in places)
        {
            _elements.Append(CultureInfo.InvariantCulture, $"M{x:0.##} {y:0.##}h{width:0.##}v{height:0.##}h{-width:0.##}z");
        }

        _elements.Append("\"/>\n");
    }

    /// <summary>A text.</summary>
    /// <param name="x">Where its anchor is.</param>
    /// <param name="y">Its baseline.</param>
    /// <param name="text">Any text; it is escaped.</param>
    /// <param name="size">Of the letters.</param>
    /// <param name="anchor">start, middle or end.</param>
    /// <param name="fill">Its colour.</param>
    /// <param name="turn">Degrees by which it is turned around its anchor, counter-clockwise.</param>
    /// <param name="bold">Whether it is bold.</param>
    public void Text(
        double x, double y, string text, double size, string anchor = "start", string fill = "#222222", int turn = 0, bool bold = false)
    {
        var rotation = turn == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" transform=\"rotate({-turn} {x:0.##} {y:0.##})\"");
        var weight = bold ? " font-weight=\"bold\"" : "";
        var letters = $"font-size=\"{size.ToString("0.##", CultureInfo.InvariantCulture)}\" text-anchor=\"{anchor}\" fill=\"{fill}\"{weight}";
        Add($"<text x=\"{x:0.##}\" y=\"{y:0.##}\" {letters}{rotation}>{SecurityElement.Escape(text)}</text>");
    }

    /// <summary>The whole file.</summary>
    /// <param name="width">Of the picture.</param>
    /// <param name="height">Of the picture.</param>
    /// <param name="title">What it shows, for readers who cannot see it.</param>
    public string ToString(double width, double height, string title) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:0.##} {height:0.##}"
          width="{width:0.##}" height="{height:0.##}" font-family="{Fonts}" role="img">
        <title>{SecurityElement.Escape(title)}</title>
        <rect width="100%" height="100%" fill="#ffffff"/>
        {_elements}</svg>

        """);

    private static string Stroke(string? colour) => colour is null ? "" : $" stroke=\"{colour}\"";

    private void Add(FormattableString element) => _elements.Append(element.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
