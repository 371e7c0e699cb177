using System.Globalization;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Cli.Evaluation.Cases;

namespace RnnCluster.Cli.Evaluation.Files;

/// <summary>
/// The <c>.ts</c> files of the UEA and UCR archives: a header of <c>@</c> lines, then a case a line, dimensions between colons,
/// values between commas, the class last.
/// </summary>
internal static class TimeSeries
{
    /// <summary>One case a line; a step has one value of each dimension.</summary>
    /// <param name="file">The file.</param>
    /// <param name="size">Dimensions that the model reads.</param>
    public static EvaluationSet Read(DataFile file, int size)
    {
        var labels = new HashSet<string>(StringComparer.Ordinal);
        var cases = new List<EvaluationCase>();
        foreach (var (number, line) in file.Lines())
        {
            if (line.StartsWith("@classLabel true", StringComparison.OrdinalIgnoreCase))
            {
                labels.UnionWith(line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(2));
            }

            if (!string.IsNullOrWhiteSpace(line) && line[0] is not ('#' or '@'))
            {
                cases.Add(Case(file, number, line, size, labels));
            }
        }

        return new EvaluationSet(Metric.Accuracy("series"), cases);
    }

    private static ClassifiedCase Case(DataFile file, int number, string line, int size, HashSet<string> labels)
    {
        var parts = line.Split(':');
        var label = parts[^1].Trim();
        if (parts.Length - 1 != size)
        {
            throw file.Fault(number, $"it has {parts.Length - 1} dimensions and a class; the model reads {size} dimensions");
        }

        if (!labels.Contains(label))
        {
            throw file.Fault(number, $"the class is '{label}'; @classLabel in the header names {string.Join(", ", labels)}");
        }

        var dimensions = parts[..^1].Select((part, dimension) => Values(file, number, dimension, part)).ToList();
        if (dimensions.FindIndex(dimension => dimension.Length != dimensions[0].Length) is var shorter and >= 0)
        {
            throw file.Fault(number,
                $"dimension {shorter} has {dimensions[shorter].Length} values, "
                + $"dimension 0 has {dimensions[0].Length}; all must have as many");
        }

        var steps = Enumerable.Range(0, dimensions[0].Length).Select(step => dimensions.Select(values => values[step]).ToArray());
        return new ClassifiedCase(file.LineOf(number), new FeaturesInput([.. steps]), label);
    }

    private static float[] Values(DataFile file, int number, int dimension, string part) =>
    [
        .. part.Split(',').Select(text =>
            float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && float.IsFinite(value)
                ? value
                : throw file.Fault(number, $"dimension {dimension} has '{text}'; every value must be a finite number")),
    ];
}
