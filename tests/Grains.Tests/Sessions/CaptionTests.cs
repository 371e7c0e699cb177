using RnnCluster.Abstractions.Frames;
using RnnCluster.Grains.Tests.Testing;

namespace RnnCluster.Grains.Tests.Sessions;

/// <summary>An image, then words about it; and images that are answered each by itself.</summary>
public sealed class CaptionTests(ClusterFixture cluster)
{
    [Fact]
    public async Task End_AfterAnImage_GivesTheLikeliestTokens()
    {
        await using var session = await RawSession.OpenAsync(cluster, TinyKinds.Captions);
        var texts = new HashSet<string>();
        for (var seed = 0; seed < 8; seed++)
        {
            var image = Image(seed, 32);

            var parts = await session.SendAsync(new FeaturesInput([image]), end: true);

            Assert.Equal(ReferenceDecoder.Of(cluster.Load(TinyKinds.Captions), image).Greedy(), Sending.Tokens(parts));
            texts.Add(string.Concat(Sending.Tokens(parts)));
        }

        Assert.InRange(texts.Count, 2, 8);
    }

    [Fact]
    public async Task Generate_BeamsAfterAnImageOfAnEarlierFrame_GivesTokensOfPlainSearch()
    {
        await using var session = await RawSession.OpenAsync(cluster, TinyKinds.Captions);

        await session.SendAsync(new FeaturesInput([Image(1, 32)]));
        var parts = await session.GenerateAsync(2, beams: 6);
        while (!parts[^1].EndOfSequence)
        {
            parts.AddRange(await session.GenerateAsync(2));
        }

        Assert.Equal(ReferenceDecoder.Of(cluster.Load(TinyKinds.Captions), Image(1, 32)).Search(beams: 6), Sending.Tokens(parts));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(16, true)]
    [InlineData(50, false)]
    public async Task Send_VectorsToAOneToOneModel_AnswersEachByItself(int vectors, bool scores)
    {
        await using var session = await RawSession.OpenAsync(cluster, TinyKinds.Digits);
        var package = cluster.Load(TinyKinds.Digits);
        float[][] images = [.. Enumerable.Range(0, vectors).Select(seed => Image(seed, 16))];
        var expected = OutputBits.Of(images.Select(image => ReferenceLayers.Describe(package, null, image, scores)));

        Assert.Equal(expected, OutputBits.Of(await session.SendAsync(new FeaturesInput(images), scores: scores)));
        Assert.Equal(vectors, (await cluster.Grain(session.Key).GetPositionAsync()).Steps);
        Assert.Equal(expected, OutputBits.Of(await session.SendAsync(new FeaturesInput(images), end: true, scores: scores)));
        Assert.Empty((await session.EndAsync())[0].Outputs);
    }

    private static float[] Image(int seed, int size)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, size).Select(_ => 4 * random.NextSingle() - 2)];
    }
}
