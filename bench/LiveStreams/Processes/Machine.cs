using System.Globalization;

namespace RnnCluster.LiveStreams.Processes;

/// <summary>The machine that everything runs on, neighbours included.</summary>
internal static class Machine
{
    private const string Source = "/proc/stat";
    private const double TicksPerSecond = 100;
    private static readonly long Started = TimeProvider.System.GetTimestamp();

    // After the line's name: user, nice, system, idle, waiting for disks.
    private static readonly int[] IdleFields = [4, 5];

    /// <summary>
    /// Time that the cores were not idle, from any moment on that stays the same; what the machine's host gave to others counts. Idle
    /// time is measured, busy time only sampled.
    /// </summary>
    public static TimeSpan BusyTime
    {
        get
        {
            var numbers = File.ReadLines(Source).First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var idle = IdleFields.Sum(index => long.Parse(numbers[index], CultureInfo.InvariantCulture));
            return Environment.ProcessorCount * TimeProvider.System.GetElapsedTime(Started) - TimeSpan.FromSeconds(idle / TicksPerSecond);
        }
    }
}
