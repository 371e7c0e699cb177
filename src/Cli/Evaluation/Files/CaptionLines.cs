using System.Text.Json;
using RnnCluster.Cli.Evaluation.Cases;

namespace RnnCluster.Cli.Evaluation.Files;

/// <summary>JSON lines of <c>{"features":[…],"captions":["…", …]}</c>.</summary>
internal static class CaptionLines
{
    /// <summary>What a line is.</summary>
    public const string Form = """{"features":[numbers],"captions":["one or more"]}""";

    /// <summary>One case a line.</summary>
    /// <param name="file">The file.</param>
    /// <param name="tokenizer">Kind of the tokenizer that the model writes with.</param>
    public static EvaluationSet Read(DataFile file, string tokenizer)
    {
        var cases = new List<EvaluationCase>();
        foreach (var (number, text) in file.Lines())
        {
            var line = Parse(file, number, text);
            cases.Add(new CaptionedCase(file.LineOf(number), line.Features, line.Captions, tokenizer));
        }

        return new EvaluationSet(Metric.RightCaptions, cases);
    }

    private static CaptionLine Parse(DataFile file, int number, string text)
    {
        try
        {
            if (JsonSerializer.Deserialize(text, EvaluationJson.Default.CaptionLine) is { Captions.Length: > 0 } line)
            {
                return line;
            }
        }
        catch (JsonException)
        {
            // The message says all that there is to say.
        }

        throw file.Fault(number, $"it must be {Form}");
    }
}
