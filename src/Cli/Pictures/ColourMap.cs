namespace RnnCluster.Cli.Pictures;

/// <summary>Colours for numbers of a range. The stops are ColorBrewer's (Brewer, 2003), which colour-blind eyes tell apart.</summary>
internal sealed class ColourMap
{
    /// <summary>Colours that a picture may use; more cannot be told apart.</summary>
    private const int Shades = 64;

    private const string NotANumber = "#bdbdbd";

    private readonly (int Red, int Green, int Blue)[] _stops;
    private readonly float _low;
    private readonly float _high;

    private ColourMap(float low, float high, params int[] stops)
    {
        _low = low;
        _high = high;
        _stops = Array.ConvertAll(stops, stop => (stop >> 16, (stop >> 8) & 0xFF, stop & 0xFF));
    }

    /// <summary>The number with the first colour.</summary>
    public float Low => _low;

    /// <summary>The number with the last colour.</summary>
    public float High => _high;

    /// <summary>Blue below zero, white at zero, red above.</summary>
    public static ColourMap Diverging(float bound) => new(
        -bound, bound, 0x053061, 0x2166AC, 0x4393C3, 0x92C5DE, 0xD1E5F0, 0xF7F7F7, 0xFDDBC7, 0xF4A582, 0xD6604D, 0xB2182B, 0x67001F);

    /// <summary>White at zero, dark green at <paramref name="bound"/>.</summary>
    public static ColourMap Sequential(float bound) => new(
        0, bound, 0xF7FCF5, 0xE5F5E0, 0xC7E9C0, 0xA1D99B, 0x74C476, 0x41AB5D, 0x238B45, 0x006D2C, 0x00441B);

    /// <summary>The colour of a number, as SVG writes it; numbers beyond the range get that of its end.</summary>
    public string Colour(float value)
    {
        if (float.IsNaN(value))
        {
            return NotANumber;
        }

        var (red, green, blue) = Mix(value);
        return $"#{red:x2}{green:x2}{blue:x2}";
    }

    /// <summary>Whether white letters are read better on the colour of a number than black ones.</summary>
    public bool IsDark(float value)
    {
        // Relative luminance of Rec. 709, without its gamma.
        var (red, green, blue) = float.IsNaN(value) ? (255, 255, 255) : Mix(value);
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 115;
    }

    private (int Red, int Green, int Blue) Mix(float value)
    {
        var place = Math.Clamp((value - _low) / (_high - _low), 0, 1);
        var exact = MathF.Round(place * Shades) / Shades * (_stops.Length - 1);
        var stop = Math.Min((int)exact, _stops.Length - 2);
        var (from, to, share) = (_stops[stop], _stops[stop + 1], exact - stop);
        return (Between(from.Red, to.Red, share), Between(from.Green, to.Green, share), Between(from.Blue, to.Blue, share));
    }

    private static int Between(int from, int to, float share) => (int)MathF.Round(from + (to - from) * share);
}
