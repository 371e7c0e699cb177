namespace RnnCluster.Cli.Music;

/// <summary>The units in which tunes count time.</summary>
/// <remarks>
/// Lengths are kept in parts of a tick, fine enough that tuplets of 2 to 9 notes and dotted notes down to the 1/1024
/// add up without drift; they become ticks only where a note is placed.
/// </remarks>
internal static class MidiTime
{
    /// <summary>Ticks of a quarter note: the division of the files that are written.</summary>
    public const int TicksPerQuarter = 480;

    /// <summary>The latest tick a tune may reach: the largest delta time that a file can hold.</summary>
    public const int LastTick = 0x0FFF_FFFF;

    /// <summary>Parts of a tick: 2^6 · 3^2 · 5 · 7.</summary>
    public const long PartsPerTick = 20_160;

    /// <summary>Parts of a whole note.</summary>
    public const long PartsPerWhole = 4 * TicksPerQuarter * PartsPerTick;

    /// <summary>The longest single note or rest, in parts: 32 whole notes.</summary>
    public const long LengthLimitParts = 32 * PartsPerWhole;

    /// <summary>The tick in which a moment falls; what lies beyond <see cref="LastTick"/> is held there.</summary>
    public static int ToTick(long parts) => (int)Math.Min(parts / PartsPerTick, LastTick);
}
