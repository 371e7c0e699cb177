using RnnCluster.Abstractions.Frames;
using RnnCluster.Recurrent.Tokenizers;

namespace RnnCluster.Cli.Evaluation.Cases;

/// <summary>
/// A picture and all captions that are right for it; case and the width of white space do not count. The numbers are: right,
/// pictures.
/// </summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Picture">The picture as the model reads it.</param>
/// <param name="Captions">The right captions.</param>
/// <param name="Tokenizer">Kind of the tokenizer that the model writes with.</param>
internal sealed record CaptionedCase(string Place, float[] Picture, IReadOnlyList<string> Captions, string Tokenizer)
    : EvaluationCase(Place, new FeaturesInput([Picture]))
{
    public override double[] Compare(IReadOnlyList<StepOutput> outputs)
    {
        var written = Plain(TokenText.Join(Tokenizer, outputs.Select(output => output.Token)));
        return [Captions.Any(caption => Plain(caption) == written) ? 1 : 0, 1];
    }

    private static string Plain(string text) =>
        string.Join(' ', text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
