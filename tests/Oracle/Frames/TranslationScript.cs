using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Oracle.Frames;

/// <summary>A source in pieces, its translation in parts, searched or drawn; the end gives the rest or begins the next one.</summary>
/// <param name="sentences">What is to be translated.</param>
internal sealed class TranslationScript(string[] sentences) : IFrameScript
{
    private const int SourcePieces = 4;
    private const int TokensMost = 5;

    // Pieces of the source, two generations, the end.
    private const int TurnFrames = SourcePieces + 3;

    public SessionFrame At(ulong seed, long sequence)
    {
        var (turn, place) = Math.DivRem(sequence, TurnFrames);
        var random = Chance.Of(seed, 2 * sequence + 1);
        if (random.Happens(BadFrames.Share))
        {
            return BadFrames.Draw(random, featureSize: 0);
        }

        var shared = Chance.Of(seed, 2 * turn);
        var pieces = Pieces.Cut(shared, sentences[shared.Next(sentences.Length)], SourcePieces);
        var isSearched = shared.Next(2) == 0;
        return place switch
        {
            < SourcePieces => new SessionFrame(new TextInput(pieces[place])),
            < TurnFrames - 1 => new SessionFrame(Generation: Request(random, isSearched)),
            _ => new SessionFrame(End: true),
        };
    }

    private static GenerationRequest Request(Random random, bool isSearched) => new()
    {
        Tokens = random.Next(1, TokensMost + 1),
        PartTokens = random.Next(1, 4),
        Beams = isSearched ? 3 : null,
        Temperature = isSearched ? null : 0.9f,
    };
}
