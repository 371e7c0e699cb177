using CsCheck;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Grains.Tests.Testing;

namespace RnnCluster.Grains.Tests.Sessions;

/// <summary>Frames that read, each through a real session, against a plain loop over the network.</summary>
public sealed class FrameOutputsTests(ClusterFixture cluster)
{
    private const string Text = "The cat sat on the mat, the zebra didn't. ";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_Text_GivesOutputsOfPlainLoop(bool scores)
    {
        await using var session = await cluster.OpenAsync(TinyModels.Tagger);

        var outputs = await session.AskAsync(new TextInput(Text), scores: scores, cancellation: Cancellation);

        var expected = new ReferenceSession(cluster.Load(TinyModels.Tagger)).ReadText(Text, scores);
        Assert.Equal(OutputBits.Of(expected), OutputBits.Of(outputs));
        Assert.Contains("zebra", outputs.Select(output => output.Token));
        Assert.All(outputs, output => Assert.Contains(output.Label, new[] { "NOUN", "VERB", "OTHER" }));
        Assert.All(outputs, output => Assert.Equal(scores, output.Probabilities is not null));
    }

    [Fact]
    public async Task Ask_TokensThenIds_ContinueOneSequence()
    {
        await using var session = await cluster.OpenAsync(TinyModels.Strict);
        string[] words = ["the", "cat", "sat"];

        var outputs = new List<StepOutput>(await session.AskAsync(new TokensInput(words), cancellation: Cancellation));
        outputs.AddRange(await session.AskAsync(new IdsInput([3, 0, 4]), cancellation: Cancellation));

        var expected = new ReferenceSession(cluster.Load(TinyModels.Strict)).ReadTokens([.. words, "on", "the", "mat"]);
        Assert.Equal(OutputBits.Of(expected), OutputBits.Of(outputs));
    }

    [Theory]
    [InlineData(TinyModels.Sensor, 3, false)]
    [InlineData(TinyModels.Sensor, 3, true)]
    [InlineData(TinyModels.Switches, 2, false)]
    public async Task Ask_Features_GivesOutputsOfPlainLoop(string model, int size, bool scores)
    {
        var vectors = Enumerable.Range(0, 40).Select(step => Vector(step, size)).ToArray();
        await using var session = await cluster.OpenAsync(model);

        var outputs = await session.AskAsync(new FeaturesInput(vectors), scores: scores, cancellation: Cancellation);

        var expected = new ReferenceSession(cluster.Load(model)).ReadFeatures(vectors, scores);
        Assert.Equal(OutputBits.Of(expected), OutputBits.Of(outputs));
    }

    [Fact]
    public async Task Ask_TextOnGeneratingModel_ReadsStartTokenSilentlyAndPredictsTokens()
    {
        await using var session = await cluster.OpenAsync(TinyModels.Letters);

        var outputs = await session.AskAsync(new TextInput("abc de"), scores: true, cancellation: Cancellation);

        var expected = new ReferenceSession(cluster.Load(TinyModels.Letters)).ReadText("abc de", scores: true);
        Assert.Equal(6, outputs.Count);
        Assert.Equal(OutputBits.Of(expected), OutputBits.Of(outputs));
    }

    [Fact]
    public async Task Send_TokenByToken_GivesBitsOfOneFrame()
    {
        var ids = Enumerable.Range(0, 60).Select(step => step * step % 8).ToArray();
        await using var whole = await cluster.OpenAsync(TinyModels.Tagger);
        await using var single = await cluster.OpenAsync(TinyModels.Tagger);

        var expected = await whole.AskAsync(new IdsInput(ids), scores: true, cancellation: Cancellation);
        foreach (var id in ids)
        {
            await single.SendAsync(new IdsInput([id]), scores: true, cancellation: Cancellation);
        }

        var outputs = await single.ReadAllAsync();
        Assert.Equal(OutputBits.Of(expected), OutputBits.Of(outputs));
        Assert.Equal(Enumerable.Range(0, 60).Select(sequence => (long)sequence), outputs.Select(output => output.Sequence));
    }

    [Fact]
    public async Task Send_TextCutAnywhere_GivesOutputsOfWhole()
    {
        var expected = OutputBits.Of(new ReferenceSession(cluster.Load(TinyModels.Tagger)).ReadText(Text));
        await Gen.Int[0, Text.Length].List[0, 8].SampleAsync(async cuts =>
        {
            await using var session = await cluster.OpenAsync(TinyModels.Tagger);
            var from = 0;
            foreach (var cut in cuts.Order().Append(Text.Length))
            {
                await session.SendAsync(new TextInput(Text[from..cut]), cancellation: Cancellation);
                from = cut;
            }

            await session.SendAsync(input: null, end: true, cancellation: Cancellation);
            return OutputBits.Of(await session.ReadAllAsync()).SequenceEqual(expected);
        }, seed: "0N0XIzNsQ0O2", iter: 20, threads: 1);
    }

    [Fact]
    public async Task Send_EndWithHalfWordPending_ReadsItAndStartsFromZero()
    {
        await using var session = await cluster.OpenAsync(TinyModels.Tagger);

        await session.SendAsync(new TextInput("the ca"), cancellation: Cancellation);
        await session.SendAsync(input: null, end: true, cancellation: Cancellation);
        await session.SendAsync(new TextInput("the ca"), end: true, cancellation: Cancellation);
        await session.SendAsync(input: null, end: true, cancellation: Cancellation);
        var outputs = await session.ReadAllAsync();

        var reference = new ReferenceSession(cluster.Load(TinyModels.Tagger));
        var expected = OutputBits.Of(reference.ReadText("the ca"));
        Assert.Equal(expected[..1], OutputBits.Of(outputs[0].Outputs));
        Assert.Equal(expected[1..], OutputBits.Of(outputs[1].Outputs));
        Assert.Equal(expected, OutputBits.Of(outputs[2].Outputs));
        Assert.Empty(outputs[3].Outputs);
        Assert.Equal([false, true, true, true], outputs.Select(output => output.EndOfSequence));
    }

    [Fact]
    public async Task Send_TokensAfterHalfWord_ReadsTheHalfWordFirst()
    {
        await using var session = await cluster.OpenAsync(TinyModels.Tagger);

        await session.SendAsync(new TextInput("the ca"), cancellation: Cancellation);
        await session.SendAsync(new TokensInput(["sat"]), cancellation: Cancellation);
        var outputs = await session.ReadAllAsync();

        var expected = new ReferenceSession(cluster.Load(TinyModels.Tagger)).ReadTokens(["the", "ca", "sat"]);
        Assert.Equal(OutputBits.Of(expected), OutputBits.Of(outputs));
    }

    [Fact]
    public async Task Ask_ManySteps_AnswersInPartsOfFixedSize()
    {
        await using var session = await cluster.OpenAsync(TinyModels.Strict);
        await session.SendAsync(new IdsInput(new int[3_000]), cancellation: Cancellation);

        var parts = await session.ReadAllAsync();

        Assert.Equal([1_024, 1_024, 952], parts.Select(part => part.Outputs.Length));
        Assert.Equal([0, 1, 2], parts.Select(part => part.Part));
        Assert.Equal([false, false, true], parts.Select(part => part.Last));

        // This cluster's store goes with its silos: there is nothing to keep a frame for.
        Assert.All(parts, part => Assert.Equal(0, part.DurableThrough));
    }

    private static float[] Vector(int step, int size) => [.. Enumerable.Range(0, size).Select(column => MathF.Sin(step + (3 * column)))];
}
