using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Oracle.Frames;

/// <summary>Frames that a session answers with an error and otherwise forgets.</summary>
internal static class BadFrames
{
    /// <summary>Share of all frames.</summary>
    public const double Share = 0.02;

    private const int NoToken = 1_000_000;
    private const int OddLength = 7;

    /// <summary>A frame that no session of a model with these inputs can apply.</summary>
    /// <param name="random">Picks the fault.</param>
    /// <param name="featureSize">Length of the vectors that the model reads; 0 for tokens.</param>
    public static SessionFrame Draw(Random random, int featureSize) => random.Next(4) switch
    {
        0 => new SessionFrame(),
        1 => new SessionFrame(Generation: new GenerationRequest { Tokens = 0 }),
        2 when featureSize > 0 => new SessionFrame(new FeaturesInput([NotFinite(random, featureSize)])),
        2 => new SessionFrame(new IdsInput([0, NoToken])),
        _ when featureSize > 0 => new SessionFrame(new FeaturesInput([new float[featureSize], new float[OddLength]])),
        _ => new SessionFrame(new FeaturesInput([new float[OddLength]])),
    };

    private static float[] NotFinite(Random random, int size)
    {
        var vector = new float[size];
        vector[random.Next(size)] = random.Next(2) == 0 ? float.NaN : float.PositiveInfinity;
        return vector;
    }
}
