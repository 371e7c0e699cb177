using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Models;
using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Cli.Load;

/// <summary>The frames of a load, made before it begins: frames are immutable, so all sessions send the same few in turn.</summary>
internal sealed class LoadFrames
{
    private const int Prepared = 64;

    // Nobody watches these parts: few, large messages.
    private const int PartTokens = 128;

    private readonly FrameInput?[] _inputs;

    private LoadFrames(FrameInput?[] inputs) => _inputs = inputs;

    /// <summary>What each frame asks the session to generate; null for nothing.</summary>
    public GenerationRequest? Generation { get; private init; }

    /// <summary>Whether each frame is a sequence of its own.</summary>
    public bool End { get; private init; }

    /// <summary>Tokens of each frame; 0 when they are those that its answer has.</summary>
    public int FrameTokens { get; private init; }

    /// <summary>What frame <paramref name="number"/> brings; null for nothing.</summary>
    public FrameInput? Input(int number) => _inputs[(number & int.MaxValue) % _inputs.Length];

    /// <summary>Whether there are frames for a model.</summary>
    public static bool Suit(ModelSummary model) => Reads(model) || GeneratesFromNothing(model);

    /// <summary>The frames for a model.</summary>
    /// <param name="model">One that they <see cref="Suit"/>.</param>
    /// <param name="tokens">Tokens or vectors that a frame brings, or asks for from a one-to-many model.</param>
    /// <param name="seed">Of the random inputs.</param>
    public static LoadFrames Of(ModelSummary model, int tokens, ulong seed)
    {
        var request = new GenerationRequest { Tokens = tokens, PartTokens = PartTokens };
        if (GeneratesFromNothing(model))
        {
            return new LoadFrames([null]) { Generation = request };
        }

        var random = new Random(unchecked((int)SessionSeed.Derive(seed, -1)));
        if (model.Generates && model.Topology == "one-to-many")
        {
            return new LoadFrames(Inputs(model, 1, random)) { Generation = request, End = true };
        }

        return new LoadFrames(Inputs(model, tokens, random))
        {
            End = model.ReadsWholeSequences,
            FrameTokens = model.Generates && model.ReadsWholeSequences ? 0 : tokens,
        };
    }

    private static bool Reads(ModelSummary model) => model.VocabularySize > 0 || model.FeatureSize > 0;

    private static bool GeneratesFromNothing(ModelSummary model) => model.Generates && !model.ReadsWholeSequences;

    private static FrameInput[] Inputs(ModelSummary model, int count, Random random)
    {
        var inputs = new FrameInput[Prepared];
        for (var place = 0; place < inputs.Length; place++)
        {
            inputs[place] = model.FeatureSize > 0
                ? new FeaturesInput([.. Enumerable.Range(0, count).Select(_ => Vector(model.FeatureSize, random))])
                : new IdsInput([.. Enumerable.Range(0, count).Select(_ => random.Next(model.VocabularySize))]);
        }

        return inputs;
    }

    private static float[] Vector(int size, Random random) => [.. Enumerable.Range(0, size).Select(_ => 2 * random.NextSingle() - 1)];
}
