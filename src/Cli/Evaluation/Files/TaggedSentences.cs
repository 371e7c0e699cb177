using RnnCluster.Cli.Evaluation.Cases;

namespace RnnCluster.Cli.Evaluation.Files;

/// <summary>Lines of <c>word TAB tag</c> and perhaps more columns, a blank line after each sentence.</summary>
internal static class TaggedSentences
{
    /// <summary>One case a sentence.</summary>
    public static EvaluationSet Read(DataFile file)
    {
        var cases = new List<EvaluationCase>();
        var words = new List<string>();
        var tags = new List<string>();
        var first = 1;
        foreach (var (number, line) in file.Lines())
        {
            if (line.Length == 0)
            {
                EndSentence();
                first = number + 1;
                continue;
            }

            if (line.Split('\t') is not [{ Length: > 0 } word, { Length: > 0 } tag, ..])
            {
                throw file.Fault(number,
                    $"it has {line.Split('\t').Length} columns; it must be WORD<TAB>TAG, or blank between sentences");
            }

            if (tag.Contains(' '))
            {
                throw file.Fault(number, $"the tag is '{tag}'; a tag has no spaces");
            }

            words.Add(word);
            tags.Add(tag);
        }

        EndSentence();
        return new EvaluationSet(Metric.Accuracy("words"), cases);

        void EndSentence()
        {
            if (words.Count > 0)
            {
                cases.Add(new TaggedCase(file.LineOf(first), [.. words], [.. tags]));
                words.Clear();
                tags.Clear();
            }
        }
    }
}
