using RnnCluster.Abstractions.Frames;
using RnnCluster.Client.Json;
using RnnCluster.Client.Sessions;
using RnnCluster.Recurrent.Tokenizers;

namespace RnnCluster.Silo.Gateway.Rest;

/// <summary>Answers as JSON.</summary>
internal static class AnswerJson
{
    /// <summary>A whole answer.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="id">What the caller calls the session.</param>
    /// <param name="tokenizer">Kind of the model's tokenizer.</param>
    public static InferenceOutput Of(FrameAnswer answer, string id, string tokenizer)
    {
        var outputs = answer.Outputs;
        return new InferenceOutput
        {
            Session = id,
            Sequence = answer.Sequence,
            Outputs = answer.Error is null ? outputs : null,
            Text = Text(outputs, tokenizer),
            End = answer.EndOfSequence ? true : null,
            Error = answer.Error,
            DurableThrough = answer.DurableThrough,
        };
    }

    /// <summary>A part of an answer.</summary>
    /// <param name="part">The part.</param>
    /// <param name="id">What the caller calls the session.</param>
    /// <param name="tokenizer">Kind of the model's tokenizer.</param>
    public static InferenceOutput Of(OutputFrame part, string id, string tokenizer) => new()
    {
        Session = id,
        Sequence = part.Sequence,
        Part = part.Part,
        Last = part.Last,
        Outputs = part.Error is null ? part.Outputs : null,
        Text = Text(part.Outputs, tokenizer),
        End = part.EndOfSequence ? true : null,
        Error = part.Error,
        DurableThrough = part.DurableThrough,
    };

    private static string? Text(IReadOnlyList<StepOutput> outputs, string tokenizer) =>
        InferenceOutput.IsGenerated(outputs) ? TokenText.Join(tokenizer, outputs.Select(output => output.Token)) : null;
}
