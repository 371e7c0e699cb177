using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Models;
using RnnCluster.Recurrent.Tokenizers;

namespace RnnCluster.Cli.Generation;

/// <summary>What one session generated.</summary>
/// <param name="Index">Number of the session in its run, from 0.</param>
/// <param name="Text">The prompt and the tokens, joined; empty for a model that generates vectors.</param>
/// <param name="Vectors">The vectors, for a model that generates those.</param>
/// <param name="Steps">Generated tokens or vectors.</param>
/// <param name="IsWhole">Whether the model ended the sequence itself.</param>
internal sealed record GeneratedSequence(int Index, string Text, IReadOnlyList<float[]> Vectors, int Steps, bool IsWhole)
{
    /// <summary>What a session gave out.</summary>
    /// <param name="model">The model that generated.</param>
    /// <param name="index">Number of the session in its run.</param>
    /// <param name="prompt">What was read first; null for nothing.</param>
    /// <param name="outputs">What it gave out, in order.</param>
    /// <param name="isWhole">Whether the model ended the sequence itself.</param>
    public static GeneratedSequence Of(
        ModelSummary model, int index, string? prompt, IReadOnlyList<StepOutput> outputs, bool isWhole)
    {
        // The prompt of a one-to-many model is the beginning of its text; that of a translator is another text.
        string[] begin = model.Topology == "one-to-many" && prompt is { Length: > 0 } ? [prompt] : [];
        return new GeneratedSequence(
            index,
            TokenText.Join(model.Tokenizer, begin.Concat(outputs.Select(output => output.Token))),
            [.. outputs.Select(output => output.Features).OfType<float[]>()],
            outputs.Count,
            isWhole);
    }
}
