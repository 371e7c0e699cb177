using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Oracle.Frames;

/// <summary>Chords that are given and chords that are drawn, in turns.</summary>
/// <param name="notes">Length of a chord's vector.</param>
internal sealed class ChoraleScript(int notes) : IFrameScript
{
    private const int Voices = 4;
    private const int ChordsMost = 3;

    public SessionFrame At(ulong seed, long sequence)
    {
        var random = Chance.Of(seed, sequence);
        return random.Next(100) switch
        {
            < 60 => new SessionFrame(Generation: Request(random)),
            < 80 => new SessionFrame(new FeaturesInput(Chords(random))),
            < 92 => new SessionFrame(new FeaturesInput(Chords(random)), Request(random)),
            < 98 => new SessionFrame(End: true),
            _ => BadFrames.Draw(random, notes),
        };
    }

    private static GenerationRequest Request(Random random) => new()
    {
        Tokens = random.Next(1, ChordsMost + 1),
        PartTokens = random.Next(1, ChordsMost + 1),
        Temperature = random.Next(2) == 0 ? 0.5f + random.NextSingle() : null,
    };

    private float[][] Chords(Random random) => [.. Enumerable.Range(0, random.Next(1, ChordsMost)).Select(_ => Chord(random))];

    private float[] Chord(Random random)
    {
        var chord = new float[notes];
        for (var voice = 0; voice < Voices; voice++)
        {
            chord[random.Next(notes)] = 1;
        }

        return chord;
    }
}
