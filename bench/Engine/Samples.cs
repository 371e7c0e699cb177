using RnnCluster.Reporting;

namespace RnnCluster.Engine;

/// <summary>Values of the repetitions, by what was varied.</summary>
internal sealed class Samples
{
    private readonly SortedDictionary<int, List<double>> _values = [];

    public void Add(int key, double value)
    {
        if (!_values.TryGetValue(key, out var values))
        {
            _values[key] = values = [];
        }

        values.Add(value);
    }

    public double Median(int key) => Averages.Median(_values[key]);
}
