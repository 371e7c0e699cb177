using RnnCluster.Cli.Evaluation.Cases;

namespace RnnCluster.Cli.Evaluation.Files;

/// <summary>Texts and their translations: <c>source TAB target</c> in one file, or line n of one file with line n of another.</summary>
internal static class ParallelTexts
{
    /// <summary>One case a source, letter case aside, with all its targets.</summary>
    /// <param name="file">The file.</param>
    /// <param name="tokenizer">Kind of the tokenizer that the model writes with.</param>
    public static EvaluationSet ReadPairs(DataFile file, string tokenizer)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var sources = new List<(string Place, string Source, List<string> Targets)>();
        foreach (var (number, line) in file.Lines())
        {
            if (line.Split('\t') is not [{ Length: > 0 } source, { Length: > 0 } target])
            {
                throw file.Fault(number,
                    $"it has {line.Split('\t').Length} columns; it must be SOURCE<TAB>TARGET, or name a file of REFERENCES as well");
            }

            var key = source.ToLowerInvariant();
            if (!places.TryGetValue(key, out var place))
            {
                places[key] = place = sources.Count;
                sources.Add((file.LineOf(number), source, []));
            }

            sources[place].Targets.Add(target);
        }

        return new EvaluationSet(
            Metric.BleuScore, [.. sources.Select(source => new TranslatedCase(source.Place, source.Source, source.Targets, tokenizer))]);
    }

    /// <summary>One case a line.</summary>
    public static EvaluationSet ReadLines(DataFile sources, DataFile references, string tokenizer)
    {
        var texts = sources.Lines().ToList();
        var targets = references.Lines().ToList();
        if (texts.Count != targets.Count)
        {
            throw references.Fault(targets.Count, $"it is the last line; {sources.FullName} has {texts.Count}, and both must have as many");
        }

        return new EvaluationSet(
            Metric.BleuScore,
            [.. texts.Zip(targets, (text, target) => new TranslatedCase(sources.LineOf(text.Number), text.Text, [target.Text], tokenizer))]);
    }
}
