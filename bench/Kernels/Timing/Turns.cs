using System.Diagnostics;
using RnnCluster.Reporting;

namespace RnnCluster.Kernels.Timing;

/// <summary>Times workloads in turns, so that a change of the clock or a busy neighbour hits all alike.</summary>
/// <param name="repetitions">Turns that each of them gets.</param>
/// <param name="least">How long a turn lasts at least.</param>
internal sealed class Turns(int repetitions, TimeSpan least)
{
    // A little more than calibration asks for: what follows may run faster.
    private const double Reserve = 1.1;

    /// <summary>The median duration of each of the workloads, once, in seconds.</summary>
    public double[] MedianSeconds(params IWorkload[] workloads)
    {
        var times = Array.ConvertAll(workloads, Calibrate);
        var seconds = Array.ConvertAll(workloads, _ => new List<double>());
        for (var repetition = 0; repetition < repetitions; repetition++)
        {
            for (var index = 0; index < workloads.Length; index++)
            {
                // Once untimed: the turn before has left other numbers in the caches.
                workloads[index].Repeat(1);
                seconds[index].Add(Time(workloads[index], times[index]).TotalSeconds / times[index]);
            }
        }

        return Array.ConvertAll(seconds, Averages.Median);
    }

    /// <summary>How many times make a turn; finding out warms up.</summary>
    private long Calibrate(IWorkload workload)
    {
        for (var times = 1L; ; times *= 2)
        {
            var elapsed = Time(workload, times);
            if (elapsed >= least)
            {
                return Math.Max(1, (long)Math.Ceiling(times * (least / elapsed) * Reserve));
            }
        }
    }

    private static TimeSpan Time(IWorkload workload, long times)
    {
        var started = Stopwatch.GetTimestamp();
        workload.Repeat(times);
        return Stopwatch.GetElapsedTime(started);
    }
}
