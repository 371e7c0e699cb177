using RnnCluster.LiveStreams.Processes;
using RnnCluster.Reporting;

namespace RnnCluster.LiveStreams.Cases;

/// <summary>Measurements of all repetitions, by what was measured.</summary>
internal sealed class Samples<TKey>
    where TKey : notnull
{
    private readonly Dictionary<TKey, List<Measurement>> _all = [];

    /// <summary>Takes one, and shows it in the terminal.</summary>
    public void Add(TKey key, Measurement measurement)
    {
        if (!_all.TryGetValue(key, out var list))
        {
            _all.Add(key, list = []);
        }

        list.Add(measurement);
        Console.WriteLine(
            $"{key}: {Number.Fixed(measurement.TokensPerSecond, 0)} tokens/s, median {Number.Significant(measurement.MedianMs)} ms, "
            + $"p99 {Number.Significant(measurement.P99Ms)} ms, silo {Number.Significant(measurement.SiloUs)} µs, "
            + $"client {Number.Significant(measurement.ClientUs)} µs; {Number.Fixed(measurement.OtherCores, 2)} cores busy with something else"
            + (measurement.Lost == 0 ? "" : $"; {measurement.Lost} frames lost"));
    }

    /// <summary>Cores that were busy with something else, the median of all measurements.</summary>
    public double OtherCores => Averages.Median(_all.Values.SelectMany(list => list, (_, one) => one.OtherCores));

    /// <summary>The medians of each, in the order in which they were measured first.</summary>
    public IReadOnlyDictionary<TKey, Measurement> Medians() => _all.ToDictionary(pair => pair.Key, pair => Measurement.Median(pair.Value));
}
