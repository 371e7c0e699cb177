using RnnCluster.Reporting;

namespace RnnCluster.Engine;

/// <summary>Values of the repetitions, by what was measured.</summary>
internal sealed class Samples<TCase>
    where TCase : notnull
{
    private readonly Dictionary<TCase, List<double>> _values = [];

    public void Add(TCase measured, double value)
    {
        if (!_values.TryGetValue(measured, out var values))
        {
            _values[measured] = values = [];
        }

        values.Add(value);
    }

    public IReadOnlyDictionary<TCase, double> Medians() =>
        _values.ToDictionary(values => values.Key, values => Averages.Median(values.Value));
}
