using System.Runtime.InteropServices;

namespace RnnCluster.LiveStreams.Load;

/// <summary>Waits that end when they should: .NET's own count whole milliseconds and one more.</summary>
internal static partial class Pace
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Blocks the thread until a timestamp of the system's time provider has come.</summary>
    public static void WaitUntil(long timestamp)
    {
        var left = TimeProvider.System.GetElapsedTime(TimeProvider.System.GetTimestamp(), timestamp);
        if (left > TimeSpan.Zero)
        {
            var nanoseconds = (long)left.TotalNanoseconds;
            _ = Sleep(new Duration(nanoseconds / NanosecondsPerSecond, nanoseconds % NanosecondsPerSecond), 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int Sleep(in Duration duration, nint remaining);

    /// <summary>C's <c>struct timespec</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Duration(long Seconds, long Nanoseconds);
}
