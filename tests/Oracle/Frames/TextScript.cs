using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Oracle.Frames;

/// <summary>Text in sentences whose pieces are cut anywhere, tokens and ids among them: for models that tag or classify words.</summary>
/// <param name="vocabulary">Token ids that the model has.</param>
internal sealed class TextScript(int vocabulary) : IFrameScript
{
    private const int SentencePieces = 8;
    private const int WordsLeast = 5;
    private const int WordsMost = 18;
    private const double EndShare = 0.8;
    private const double ScoresShare = 0.2;

    private static readonly string[] Words =
    [
        "The", "train", "hadn't", "left", "when", "Mary", "re-wibbled", "7:45", "idea", "quick", "over", "Zanzibarite", "film",
        "wonderful", "naïve", "Straße", "nobody", "told", "U.S.", "dull", "🎻", "they're", "1,984", "boat", "is", "not", "a", "of",
    ];

    private static readonly string[] Gaps = [" ", " ", " ", " ", ", ", "  ", ". ", "! ", "\n"];

    public SessionFrame At(ulong seed, long sequence)
    {
        // A sentence is drawn from its own number, a frame from its own: neither depends on where the other one ended.
        var (sentence, place) = Math.DivRem(sequence, SentencePieces);
        var random = Chance.Of(seed, 2 * sequence + 1);
        var scores = random.Happens(ScoresShare);
        var (piece, end) = Piece(Chance.Of(seed, 2 * sentence), (int)place);
        return random.Next(100) switch
        {
            < 75 => new SessionFrame(new TextInput(piece), End: end, Scores: scores),
            < 85 => new SessionFrame(new TokensInput(random.GetItems(Words, random.Next(1, 4))), End: end, Scores: scores),
            < 95 => new SessionFrame(new IdsInput(Ids(random)), End: end, Scores: scores),
            < 98 => new SessionFrame(End: true),
            _ => BadFrames.Draw(random, featureSize: 0),
        };
    }

    private static (string Piece, bool End) Piece(Random random, int place)
    {
        var words = random.GetItems(Words, random.Next(WordsLeast, WordsMost));
        var text = string.Concat(words.Select(word => word + Gaps[random.Next(Gaps.Length)]));
        return (Pieces.Cut(random, text, SentencePieces)[place], place == SentencePieces - 1 && random.Happens(EndShare));
    }

    private int[] Ids(Random random) => [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(vocabulary))];
}
