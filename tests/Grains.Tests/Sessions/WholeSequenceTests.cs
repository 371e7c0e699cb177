using CsCheck;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Grains.Tests.Testing;

namespace RnnCluster.Grains.Tests.Sessions;

/// <summary>Bidirectional models, which answer when the sequence ends, and models that answer some inputs later.</summary>
public sealed class WholeSequenceTests(ClusterFixture cluster)
{
    private const string Text = "the Cat sat on the mat . zebra";

    private static readonly string[] Tokens = ["the", "Cat", "sat", "on", "the", "mat", ".", "zebra"];

    [Theory]
    [InlineData(TinyKinds.Whole, false)]
    [InlineData(TinyKinds.Whole, true)]
    [InlineData(TinyKinds.Mood, true)]
    public async Task End_OfABidirectionalModel_AnswersAllThatWaited(string model, bool scores)
    {
        await using var session = await RawSession.OpenAsync(cluster, model);
        for (var length = 1; length <= Tokens.Length; length++)
        {
            var waiting = await session.SendAsync(new TokensInput(Tokens[..length]), scores: scores);
            var answer = await session.SendAsync(input: null, end: true, scores: scores);

            Assert.Empty(Assert.Single(waiting).Outputs);
            Assert.False(waiting[0].EndOfSequence);
            Assert.True(answer[^1].EndOfSequence);
            Assert.Equal(OutputBits.Of(ReferenceLayers.Read(cluster.Load(model), Tokens[..length], scores)), OutputBits.Of(answer));
        }

        Assert.Empty((await session.EndAsync())[0].Outputs);
    }

    [Theory]
    [InlineData(TinyKinds.Whole)]
    [InlineData(TinyKinds.Mood)]
    public async Task Send_TextCutAnywhere_AnswersAsTheWhole(string model)
    {
        var expected = OutputBits.Of(ReferenceLayers.Read(cluster.Load(model), Tokens));
        await SendCutAsync(model, expected);
    }

    [Fact]
    public async Task End_AfterVectors_AnswersEach()
    {
        float[][] vectors = [[1, 2, 3], [-4, 5, 6], [0, 0.5f, -1]];
        await using var session = await RawSession.OpenAsync(cluster, TinyModels.BothWays);

        await session.SendAsync(new FeaturesInput(vectors[..1]));
        var answer = await session.SendAsync(new FeaturesInput(vectors[1..]), end: true);

        Assert.Equal(OutputBits.Of(ReferenceLayers.Read(cluster.Load(TinyModels.BothWays), vectors)), OutputBits.Of(answer));
    }

    [Fact]
    public async Task Send_ManySequencesAtOnce_AnswersEachAsAlone()
    {
        var package = cluster.Load(TinyKinds.Whole);
        await Task.WhenAll(Enumerable.Range(1, 40).Select(async length =>
        {
            string[] tokens = [.. Enumerable.Range(0, length).Select(position => TinyKinds.Words[position * length % 8])];
            await using var session = await RawSession.OpenAsync(cluster, TinyKinds.Whole);

            var answer = await session.SendAsync(new TokensInput(tokens), end: true);

            Assert.Equal(OutputBits.Of(ReferenceLayers.Read(package, tokens)), OutputBits.Of(answer));
        }));
    }

    [Fact]
    public async Task Send_ToAModelWithLookAhead_AnswersTwoTokensLaterAndTheRestAtTheEnd()
    {
        await using var session = await RawSession.OpenAsync(cluster, TinyKinds.Delayed);
        var expected = Delayed(Tokens);
        var given = new List<string>();
        foreach (var (position, token) in Tokens.Index())
        {
            given.AddRange(OutputBits.Of(await session.SendAsync(new TokensInput([token]))));

            Assert.Equal(expected[..Math.Max(0, position - 1)], given);
        }

        var rest = await session.EndAsync();
        Assert.Equal(expected[^2..], OutputBits.Of(rest));
        Assert.True(rest[^1].EndOfSequence);
        Assert.Equal(0, (await cluster.Grain(session.Key).GetPositionAsync()).Steps);
    }

    [Fact]
    public async Task End_OfSequencesShorterThanTheLookAhead_AnswersAllTheirTokens()
    {
        await using var session = await RawSession.OpenAsync(cluster, TinyKinds.Delayed);
        foreach (var length in new[] { 1, 2, 3, 0, 1 })
        {
            var answer = await session.SendAsync(new TokensInput(Tokens[..length]), end: true);

            Assert.Equal(Delayed(Tokens[..length]), OutputBits.Of(answer));
            Assert.True(answer[^1].EndOfSequence);
        }
    }

    [Fact]
    public async Task Send_TextCutAnywhereToAModelWithLookAhead_AnswersAsTheWhole() => await SendCutAsync(TinyKinds.Delayed, Delayed(Tokens));

    private async Task SendCutAsync(string model, List<string> expected)
    {
        await using var session = await RawSession.OpenAsync(cluster, model);
        await Gen.Int[0, Text.Length].List[0, 6].SampleAsync(async cuts =>
        {
            var (from, given) = (0, new List<string>());
            foreach (var cut in cuts.Order())
            {
                given.AddRange(OutputBits.Of(await session.SendTextAsync(Text[from..cut])));
                from = cut;
            }

            given.AddRange(OutputBits.Of(await session.SendTextAsync(Text[from..], end: true)));
            return given.SequenceEqual(expected);
        }, seed: "0N0XIzNsQ0O2", iter: 15, threads: 1);
    }

    /// <summary>What the network says after the tokens and two ends belongs to the token two before.</summary>
    private List<string> Delayed(string[] tokens)
    {
        var said = new ReferenceSession(cluster.Load(TinyKinds.Delayed)).ReadTokens([.. tokens, "<end>", "<end>"]);
        return OutputBits.Of(tokens.Zip(said.Skip(2), (token, output) => output with { Token = token }));
    }
}
