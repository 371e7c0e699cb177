using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Oracle.Frames;

/// <summary>Vectors of numbers from −1 to 1, a few a frame: for models that read measurements or pictures.</summary>
/// <param name="size">Length of a vector.</param>
/// <param name="stepsMost">Most vectors of a frame.</param>
internal sealed class VectorScript(int size, int stepsMost) : IFrameScript
{
    private const double EndShare = 0.1;
    private const double ScoresShare = 0.3;

    public SessionFrame At(ulong seed, long sequence)
    {
        var random = Chance.Of(seed, sequence);
        return random.Happens(BadFrames.Share)
            ? BadFrames.Draw(random, size)
            : new SessionFrame(
                new FeaturesInput([.. Enumerable.Range(0, random.Next(1, stepsMost + 1)).Select(_ => Vector(random))]),
                End: random.Happens(EndShare),
                Scores: random.Happens(ScoresShare));
    }

    private float[] Vector(Random random) => [.. Enumerable.Range(0, size).Select(_ => 2 * random.NextSingle() - 1)];
}
