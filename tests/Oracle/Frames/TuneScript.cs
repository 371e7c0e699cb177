using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Oracle.Frames;

/// <summary>Tunes in parts: generations with all settings of the sampler, notes that are given, and new seeds among them.</summary>
internal sealed class TuneScript : IFrameScript
{
    private const int TokensMost = 8;
    private const int PartTokensMost = 4;
    private const int CuesLongest = 6;

    private static readonly string[] Cues = ["X:1\nK:", "D2A", "|:\"Am\"", "c'2", "B/2c", "(3", "z4 |", "e2 d2\n"];

    public SessionFrame At(ulong seed, long sequence)
    {
        var random = Chance.Of(seed, sequence);
        return random.Next(100) switch
        {
            < 70 => new SessionFrame(Generation: Request(random)),
            < 85 => new SessionFrame(new TextInput(Cue(random)), random.Next(2) == 0 ? Request(random) : null),
            < 90 => new SessionFrame(new TextInput(Cue(random)), Scores: true),
            < 92 => new SessionFrame(Generation: Request(random) with { Seed = (ulong)random.NextInt64() }),
            < 93 => new SessionFrame(Generation: new GenerationRequest { Tokens = 3, Beams = 2 }),
            < 98 => new SessionFrame(End: true),
            _ => BadFrames.Draw(random, featureSize: 0),
        };
    }

    private static GenerationRequest Request(Random random) => new()
    {
        Tokens = random.Next(1, TokensMost + 1),
        PartTokens = random.Next(1, PartTokensMost + 1),
        Temperature = random.Next(3) == 0 ? 0.5f + random.NextSingle() : null,
        TopK = random.Next(4) == 0 ? random.Next(1, 40) : null,
        TopP = random.Next(4) == 0 ? 0.5f + random.NextSingle() / 2 : null,
    };

    private static string Cue(Random random)
    {
        var cue = Cues[random.Next(Cues.Length)];
        return cue[..random.Next(1, Math.Min(cue.Length, CuesLongest) + 1)];
    }
}
