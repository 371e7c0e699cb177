using System.Globalization;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Cli.Evaluation.Cases;

namespace RnnCluster.Cli.Evaluation.Files;

/// <summary>Lines of <c>class TAB text</c>, the form of the Stanford Sentiment Treebank's sentence files.</summary>
internal static class LabelledTexts
{
    /// <summary>One case a line. A class that is a whole number is the place of a label, any other is the label itself.</summary>
    /// <param name="file">The file.</param>
    /// <param name="inTokens">Whether the texts are cut into tokens by single spaces already.</param>
    public static EvaluationSet Read(DataFile file, bool inTokens)
    {
        var cases = new List<EvaluationCase>();
        foreach (var (number, line) in file.Lines())
        {
            if (line.Split('\t') is not [{ Length: > 0 } label, { Length: > 0 } text])
            {
                throw file.Fault(number, $"it has {line.Split('\t').Length} columns; it must be CLASS<TAB>TEXT");
            }

            FrameInput input = inTokens
                ? new TokensInput(text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                : new TextInput(text);
            cases.Add(int.TryParse(label, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                ? new ClassifiedCase(file.LineOf(number), input, Label: null, index)
                : new ClassifiedCase(file.LineOf(number), input, label));
        }

        return new EvaluationSet(Metric.Accuracy("texts"), cases);
    }
}
