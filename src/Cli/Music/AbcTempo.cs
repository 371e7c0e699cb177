namespace RnnCluster.Cli.Music;

/// <summary>How fast a tune goes: the field <c>Q:</c>, or the habit of its metre.</summary>
internal static class AbcTempo
{
    private const double MicrosecondsPerMinute = 60_000_000;

    /// <summary>The pace of dance tunes without a field: jigs, reels, waltzes. Microseconds per quarter note.</summary>
    public static int Usual(Metre metre) => (metre.IsCompound, metre.Unit, metre.Beats) switch
    {
        (true, 8, _) => FromQuarters(168),
        (_, 2, _) => FromQuarters(180),
        (_, 4, 3) => FromQuarters(140),
        (_, 4, 4) => FromQuarters(180),
        _ => FromQuarters(120),
    };

    /// <summary>Reads <c>1/4=120</c>, <c>3/8=100</c> or a bare <c>120</c> of quarter notes; words in quotes are passed over.</summary>
    /// <returns>False where no tempo between 10 and 1,000 quarter notes a minute can be read.</returns>
    public static bool TryParse(string text, out int quarterMicroseconds)
    {
        quarterMicroseconds = 0;
        var cursor = new AbcCursor(text);
        cursor.SkipSpaces();
        if (cursor.TryTake('"') && !cursor.TryTakeThrough('"', out _))
        {
            return false;
        }

        cursor.SkipSpaces();
        var (numerator, denominator) = cursor.TakeLength();
        cursor.SkipSpaces();
        double quarters = numerator;
        if (cursor.TryTake('='))
        {
            cursor.SkipSpaces();
            quarters = cursor.TakeNumber() * 4.0 * numerator / denominator;
        }

        if (quarters is < 10 or > 1_000)
        {
            return false;
        }

        quarterMicroseconds = FromQuarters(quarters);
        return true;
    }

    private static int FromQuarters(double perMinute) => (int)Math.Round(MicrosecondsPerMinute / perMinute);
}
