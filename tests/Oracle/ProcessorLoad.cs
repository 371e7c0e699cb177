using System.Globalization;

namespace RnnCluster.Oracle;

/// <summary>How busy the machine is, neighbours included.</summary>
internal static class ProcessorLoad
{
    private const string Source = "/proc/stat";
    private const int IdleField = 4;
    private const int WaitField = 5;

    /// <summary>Ticks that the cores spent so far.</summary>
    public static (long Busy, long All) Read()
    {
        // The line's name, then: user, nice, system, idle, waiting for disks …
        var fields = File.ReadLines(Source).First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var ticks = fields.Skip(1).Select(field => long.Parse(field, CultureInfo.InvariantCulture)).ToList();
        var all = ticks.Sum();
        return (all - ticks[IdleField - 1] - ticks[WaitField - 1], all);
    }

    /// <summary>The share between two readings.</summary>
    public static double Between((long Busy, long All) from, (long Busy, long All) to) =>
        (double)(to.Busy - from.Busy) / Math.Max(1, to.All - from.All);
}
