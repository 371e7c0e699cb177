using RnnCluster.Abstractions.Frames;
using RnnCluster.Recurrent.Tokenizers;

namespace RnnCluster.Cli.Evaluation.Cases;

/// <summary>A text and its translations. The numbers are those of <see cref="Bleu"/>.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Source">The text to translate.</param>
/// <param name="References">One or more right translations.</param>
/// <param name="Tokenizer">Kind of the tokenizer that the model writes with.</param>
internal sealed record TranslatedCase(string Place, string Source, IReadOnlyList<string> References, string Tokenizer)
    : EvaluationCase(Place, new TextInput(Source))
{
    public override double[] Compare(IReadOnlyList<StepOutput> outputs) =>
        Bleu.Counts(TokenText.Join(Tokenizer, outputs.Select(output => output.Token)), References);
}
