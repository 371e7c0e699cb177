using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Models;
using RnnCluster.Cli.Load;

namespace RnnCluster.Cli.Tests.Load;

public sealed class LoadFramesTests
{
    private static readonly ModelSummary Tagger = new() { Name = "tagger", Topology = "many-to-many", VocabularySize = 50 };
    private static readonly ModelSummary Speaker = new() { Name = "speaker", Topology = "many-to-one", FeatureSize = 12 };

    [Fact]
    public void Of_TokenModel_SendsIdsOfItsVocabularyWithoutEnd()
    {
        var frames = LoadFrames.Of(Tagger, tokens: 5, seed: 1);

        var ids = Enumerable.Range(0, 64).Select(number => ((IdsInput)frames.Input(number)!).Ids).ToList();
        Assert.All(ids, id => Assert.Equal(5, id.Length));
        Assert.All(ids.SelectMany(id => id), id => Assert.InRange(id, 0, 49));
        Assert.Same(frames.Input(0), frames.Input(64));
        Assert.Equal((false, 5, null), (frames.End, frames.FrameTokens, frames.Generation));
    }

    [Fact]
    public void Of_FeatureModel_SendsFiniteVectorsOfItsLength()
    {
        var vectors = ((FeaturesInput)LoadFrames.Of(Speaker, tokens: 3, seed: 1).Input(0)!).Vectors;

        Assert.Equal([12, 12, 12], vectors.Select(vector => vector.Length));
        Assert.All(vectors.SelectMany(vector => vector), value => Assert.InRange(value, -1, 1));
    }

    [Fact]
    public void Of_SameSeed_IsTheSameFrames()
    {
        int[] Ids(ulong seed) => ((IdsInput)LoadFrames.Of(Tagger, 20, seed).Input(3)!).Ids;

        Assert.Equal(Ids(9), Ids(9));
        Assert.NotEqual(Ids(9), Ids(10));
    }

    [Theory]
    [InlineData("many-to-many", 8, false, true, false, 8)]
    [InlineData("encoder-decoder", 8, true, true, false, 0)]
    [InlineData("one-to-many", 1, true, true, true, 0)]
    public void Of_WholeSequences_EndWithEachFrame(string topology, int inputs, bool generates, bool ends, bool asks, int frameTokens)
    {
        var model = Speaker with { Topology = topology, ReadsWholeSequences = true, Generates = generates };

        var frames = LoadFrames.Of(model, tokens: 8, seed: 1);

        Assert.Equal(inputs, ((FeaturesInput)frames.Input(0)!).Vectors.Length);
        Assert.Equal((ends, asks, frameTokens), (frames.End, frames.Generation is not null, frames.FrameTokens));
    }

    [Fact]
    public void Of_GeneratesFromNothing_OnlyAsks()
    {
        var frames = LoadFrames.Of(Tagger with { Topology = "one-to-many", Generates = true }, tokens: 40, seed: 1);

        Assert.Null(frames.Input(0));
        Assert.Equal((40, false, 0), (frames.Generation!.Tokens, frames.End, frames.FrameTokens));
    }

    [Fact]
    public void Suit_NeitherVocabularyNorVectors_IsNot()
    {
        Assert.False(LoadFrames.Suit(new ModelSummary { Name = "m", Topology = "many-to-many" }));
        Assert.True(LoadFrames.Suit(Tagger));
        Assert.True(LoadFrames.Suit(Speaker));
    }
}
