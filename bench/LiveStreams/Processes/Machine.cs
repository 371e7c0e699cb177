using System.Globalization;

namespace RnnCluster.LiveStreams.Processes;

/// <summary>The machine that everything runs on, neighbours included.</summary>
internal static class Machine
{
    private const string Source = "/proc/stat";
    private const double TicksPerSecond = 100;

    // After the line's name: user, nice, system, idle, waiting, interrupts, soft interrupts, stolen by other guests.
    private static readonly int[] BusyFields = [1, 2, 3, 6, 7, 8];

    /// <summary>Processor time of all processes so far, and what the machine's host gave to others.</summary>
    public static TimeSpan BusyTime
    {
        get
        {
            var numbers = File.ReadLines(Source).First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var ticks = BusyFields.Sum(index => long.Parse(numbers[index], CultureInfo.InvariantCulture));
            return TimeSpan.FromSeconds(ticks / TicksPerSecond);
        }
    }
}
