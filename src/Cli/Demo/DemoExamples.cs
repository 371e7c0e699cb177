using RnnCluster.Abstractions.Models;
using RnnCluster.Client.Json;

namespace RnnCluster.Cli.Demo;

/// <summary>The example lines that a package may bring: lines of <c>rnn infer</c> that show what the model does.</summary>
internal static class DemoExamples
{
    /// <summary>Name of the file in the package's folder.</summary>
    public const string FileName = "examples.jsonl";

    /// <summary>The lines of a model; none when its package has no examples.</summary>
    /// <exception cref="FormatException">A line is no frame; the message names the file and the line.</exception>
    public static IReadOnlyList<InferenceLine> Read(string modelsFolder, ModelSummary model)
    {
        var path = Path.Combine(modelsFolder, model.Name, FileName);
        if (!File.Exists(path))
        {
            return [];
        }

        var lines = new List<InferenceLine>();
        foreach (var (index, text) in File.ReadLines(path).Index())
        {
            try
            {
                var line = InferenceLine.Parse(text);
                line.ToInput();
                lines.Add(line);
            }
            catch (FormatException exception)
            {
                throw new FormatException($"{path}, line {index + 1}: {exception.Message}", exception);
            }
        }

        return lines;
    }
}
