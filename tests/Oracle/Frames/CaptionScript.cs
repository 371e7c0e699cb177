using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Oracle.Frames;

/// <summary>A picture, then its caption in parts.</summary>
/// <param name="size">Values of a picture.</param>
internal sealed class CaptionScript(int size) : IFrameScript
{
    private const int TurnFrames = 5;
    private const int TokensMost = 4;
    private const int RunLongest = 200;

    public SessionFrame At(ulong seed, long sequence)
    {
        var random = Chance.Of(seed, sequence);
        return (sequence % TurnFrames) switch
        {
            0 => new SessionFrame(new FeaturesInput([Picture(random)])),
            TurnFrames - 1 => new SessionFrame(End: true),
            _ when random.Happens(BadFrames.Share) => BadFrames.Draw(random, size),
            _ => new SessionFrame(Generation: new GenerationRequest { Tokens = random.Next(1, TokensMost + 1), Temperature = 0.8f }),
        };
    }

    /// <summary>Stripes of one brightness each: few values that a picture has, of many that it may have.</summary>
    private float[] Picture(Random random)
    {
        var picture = new float[size];
        for (var start = 0; start < size;)
        {
            var end = Math.Min(size, start + random.Next(1, RunLongest));
            Array.Fill(picture, random.NextSingle(), start, end - start);
            start = end;
        }

        return picture;
    }
}
