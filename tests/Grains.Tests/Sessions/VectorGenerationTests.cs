using RnnCluster.Abstractions.Frames;
using RnnCluster.Grains.Tests.Testing;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Sampling;

namespace RnnCluster.Grains.Tests.Sessions;

/// <summary>Vectors that are drawn element by element, given out and read.</summary>
public sealed class VectorGenerationTests(ClusterFixture cluster)
{
    private static readonly float[][] Prompt = [[1, 0, 1, 0, 0, 0, 1], [0, 1, 1, 0, 0, 1, 0]];

    [Theory]
    [InlineData(null)]
    [InlineData(0f)]
    [InlineData(2f)]
    public async Task Generate_WithoutAPrompt_BeginsBehindAVectorOfZeros(float? temperature)
    {
        await using var session = await RawSession.OpenAsync(cluster, TinyKinds.Chorales, seed: 12);

        var parts = await session.GenerateAsync(40, temperature: temperature);

        Assert.Equal(Reference([], 40, seed: 12, temperature ?? 0.9f), Vectors(parts));
        Assert.Equal([16, 16, 8], parts.Select(part => part.Outputs.Length));
        Assert.All(parts, part => Assert.False(part.EndOfSequence));
        Assert.Equal(41, (await cluster.Grain(session.Key).GetPositionAsync()).Steps);
    }

    [Fact]
    public async Task Generate_AfterAPromptAndInSeveralFrames_GivesVectorsOfOne()
    {
        await using var once = await RawSession.OpenAsync(cluster, TinyKinds.Chorales, seed: 4);
        await using var often = await RawSession.OpenAsync(cluster, TinyKinds.Chorales, seed: 4);

        var whole = Vectors(await once.GenerateAsync(20, new FeaturesInput(Prompt)));
        await often.SendAsync(new FeaturesInput(Prompt[..1]));
        var pieces = Vectors(await often.GenerateAsync(7, new FeaturesInput(Prompt[1..])));
        pieces = [.. pieces, .. Vectors(await often.GenerateAsync(1)), .. Vectors(await often.GenerateAsync(12))];

        Assert.Equal(Reference(Prompt, 20, seed: 4, 0.9f), whole);
        Assert.Equal(whole, pieces);
    }

    [Fact]
    public async Task Send_Vectors_AnswersTheProbabilitiesOfTheNext()
    {
        await using var session = await RawSession.OpenAsync(cluster, TinyKinds.Chorales);

        var outputs = (await session.SendAsync(new FeaturesInput(Prompt), end: true)).SelectMany(part => part.Outputs).ToList();

        var expected = new ReferenceSession(cluster.Load(TinyKinds.Chorales)).ReadFeatures([new float[7], .. Prompt])[1..];
        Assert.Equal(OutputBits.Of(expected), OutputBits.Of(outputs));
    }

    private static float[][] Vectors(IEnumerable<OutputFrame> parts) =>
        [.. parts.SelectMany(part => part.Outputs).Select(output => output.Features!)];

    private float[][] Reference(float[][] prompt, int count, ulong seed, float temperature)
    {
        var network = cluster.Load(TinyKinds.Chorales).Network!;
        var (state, batch) = (network.CreateState(), network.CreateBatch(1));
        var random = new SamplerState(seed, 0);
        var drawn = new List<float[]>();
        foreach (var vector in prompt.Prepend(new float[7]))
        {
            Step(network, state, batch, vector);
        }

        while (drawn.Count < count)
        {
            drawn.Add(BernoulliSampler.Sample(batch.Logits(0), temperature, ref random));
            Step(network, state, batch, drawn[^1]);
        }

        return [.. drawn];
    }

    private static void Step(RecurrentNetwork network, RecurrentState state, StepBatch batch, float[] vector)
    {
        batch.Clear();
        batch.SetFeatures(batch.Add(state), vector);
        network.Step(batch);
        batch.Scatter(0, state);
    }
}
