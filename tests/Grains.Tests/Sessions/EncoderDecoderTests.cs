using CsCheck;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Grains.Tests.Testing;
using RnnCluster.Recurrent.Sampling;

namespace RnnCluster.Grains.Tests.Sessions;

/// <summary>A source, then what is generated from it: each through a real session, against plain loops.</summary>
public sealed class EncoderDecoderTests(ClusterFixture cluster)
{
    private const string Text = "The cat sat on the mat . zebra ";

    private static readonly string[] Tokens = ["The", "cat", "sat", "on", "the", "mat", ".", "zebra"];

    public static TheoryData<string> Models => [TinyKinds.Translator, TinyKinds.Deep];

    public static MatrixTheoryData<string, int> ModelsAndBeams => new(Models.Select(row => row.Data), [2, 3, 7, 64]);

    [Theory]
    [MemberData(nameof(Models))]
    public async Task Generate_Greedy_GivesTokensOfPlainLoop(string model)
    {
        await using var session = await RawSession.OpenAsync(cluster, model);
        var texts = new HashSet<string>();
        for (var length = 1; length <= Tokens.Length; length++)
        {
            var parts = await session.GenerateAsync(12, new TokensInput(Tokens[..length]), beams: 1, temperature: 0, end: true);

            Assert.Equal(ReferenceDecoder.Of(cluster.Load(model), Tokens[..length]).Greedy(), Sending.Tokens(parts));
            Assert.True(parts[^1].EndOfSequence);
            texts.Add(string.Concat(Sending.Tokens(parts)));
        }

        // What is generated depends on what was read.
        Assert.InRange(texts.Count, 3, 8);
    }

    [Theory]
    [MemberData(nameof(ModelsAndBeams))]
    public async Task Generate_Beams_GivesTokensOfPlainSearch(string model, int beams)
    {
        await using var session = await RawSession.OpenAsync(cluster, model);
        for (var length = 1; length <= Tokens.Length; length++)
        {
            var parts = await session.GenerateAsync(100, new TokensInput(Tokens[..length]), beams);

            Assert.Equal(ReferenceDecoder.Of(cluster.Load(model), Tokens[..length]).Search(beams), Sending.Tokens(parts));
            Assert.True(parts[^1].EndOfSequence);
            Assert.Equal(0, (await cluster.Grain(session.Key).GetPositionAsync()).Steps);
        }
    }

    [Fact]
    public async Task End_AfterASource_GeneratesAsThePackageSays()
    {
        await using var session = await RawSession.OpenAsync(cluster, TinyKinds.Translator);

        var silent = await session.SendTextAsync(Text);
        var parts = await session.EndAsync();

        Assert.Empty(Assert.Single(silent).Outputs);
        Assert.False(silent[0].EndOfSequence);
        Assert.Equal(ReferenceDecoder.Of(cluster.Load(TinyKinds.Translator), Tokens).Search(beams: 5), Sending.Tokens(parts));
        Assert.All(parts[..^1], part => Assert.Equal(4, part.Outputs.Length));
        Assert.True(parts[^1].EndOfSequence);
    }

    [Fact]
    public async Task End_OfAHundredSourcesAtOnce_GivesEachItsTokensAlone()
    {
        var package = cluster.Load(TinyKinds.Translator);
        await Task.WhenAll(Enumerable.Range(0, 100).Select(async index =>
        {
            string[] tokens = [.. Enumerable.Range(0, 1 + index % 9).Select(position => TinyKinds.Words[2 + position * index % 6])];
            await using var session = await cluster.OpenAsync(TinyKinds.Translator);

            var outputs = await session.AskAsync(new TokensInput(tokens), end: true, cancellation: TestContext.Current.CancellationToken);

            Assert.Equal(ReferenceDecoder.Of(package, tokens).Search(beams: 5), outputs.Select(output => output.Token!));
        }));
    }

    [Fact]
    public async Task End_OfAModelThatSamples_DrawsFromTheSessionsSeed()
    {
        await using var session = await RawSession.OpenAsync(cluster, TinyKinds.Deep, seed: 77);

        var drawn = Sending.Tokens(await session.SendTextAsync(Text, end: true));

        Assert.Equal(ReferenceDecoder.Of(cluster.Load(TinyKinds.Deep), Tokens).Sample(new SamplingOptions(), seed: 77), drawn);
    }

    [Fact]
    public async Task End_WithoutASource_GivesNothing()
    {
        await using var session = await RawSession.OpenAsync(cluster, TinyKinds.Translator);

        var parts = await session.SendTextAsync("  ", end: true);

        Assert.Empty(Assert.Single(parts).Outputs);
        Assert.True(parts[0].EndOfSequence);
        Assert.Null(parts[0].Error);
    }

    [Fact]
    public async Task Send_SourceCutAnywhere_GeneratesTheSame()
    {
        var expected = ReferenceDecoder.Of(cluster.Load(TinyKinds.Translator), Tokens).Search(beams: 5);
        await using var session = await RawSession.OpenAsync(cluster, TinyKinds.Translator);
        await Gen.Int[0, Text.Length].List[0, 6].SampleAsync(async cuts =>
        {
            var from = 0;
            foreach (var cut in cuts.Order())
            {
                await session.SendTextAsync(Text[from..cut]);
                from = cut;
            }

            return Sending.Tokens(await session.SendTextAsync(Text[from..], end: true)).SequenceEqual(expected);
        }, seed: "0N0XIzNsQ0O2", iter: 20, threads: 1);
    }

    [Fact]
    public async Task Send_SourceOfTextTokensAndIds_GeneratesTheSame()
    {
        await using var session = await RawSession.OpenAsync(cluster, TinyKinds.Translator);

        await session.SendTextAsync("the cat sa");
        await session.SendAsync(new IdsInput([5, 2]));
        var parts = await session.SendAsync(new TokensInput(["mat", "."]), end: true);

        var expected = ReferenceDecoder.Of(cluster.Load(TinyKinds.Translator), "the", "cat", "sa", "on", "the", "mat", ".");
        Assert.Equal(expected.Search(beams: 5), Sending.Tokens(parts));
    }

    [Theory]
    [InlineData(TinyKinds.Translator, 1)]
    [InlineData(TinyKinds.Deep, 1)]
    [InlineData(TinyKinds.Translator, 5)]
    [InlineData(TinyKinds.Deep, 4)]
    public async Task Generate_InSeveralFrames_GivesTokensOfOne(string model, int beams)
    {
        foreach (var tokens in new[] { 1, 2, 3, 5 })
        {
            await using var once = await RawSession.OpenAsync(cluster, model, seed: 6);
            await using var often = await RawSession.OpenAsync(cluster, model, seed: 6);

            var expected = await once.GenerateAsync(12, new TokensInput(Tokens), beams);
            var parts = await often.GenerateAsync(tokens, new TokensInput(Tokens), beams);
            for (var asked = tokens; asked < 12 && !parts[^1].EndOfSequence; asked += tokens)
            {
                parts.AddRange(await often.GenerateAsync(Math.Min(tokens, 12 - asked), beams: beams));
            }

            Assert.Equal(Sending.Tokens(expected), Sending.Tokens(parts));
            Assert.Equal(expected[^1].EndOfSequence, parts[^1].EndOfSequence);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    public async Task End_InTheMiddleOfASearch_GivesTheBestSoFar(int steps)
    {
        await using var session = await RawSession.OpenAsync(cluster, TinyKinds.Deep);

        var parts = await session.GenerateAsync(steps, new TokensInput(Tokens[..6]), beams: 4);
        Assert.False(parts[^1].EndOfSequence);
        parts.AddRange(await session.EndAsync());

        Assert.Equal(ReferenceDecoder.Of(cluster.Load(TinyKinds.Deep), Tokens[..6]).Search(beams: 4, steps), Sending.Tokens(parts));
        Assert.True(parts[^1].EndOfSequence);
        var next = await session.GenerateAsync(12, new TokensInput(Tokens[..2]), beams: 4);
        Assert.Equal(ReferenceDecoder.Of(cluster.Load(TinyKinds.Deep), Tokens[..2]).Search(beams: 4), Sending.Tokens(next));
    }

    [Fact]
    public async Task Reset_InTheMiddleOfASearch_ForgetsIt()
    {
        await using var session = await RawSession.OpenAsync(cluster, TinyKinds.Deep);

        await session.GenerateAsync(3, new TokensInput(Tokens), beams: 4);
        await cluster.Grain(session.Key).ResetAsync();
        var parts = await session.GenerateAsync(12, new TokensInput(Tokens[..3]), beams: 2);

        Assert.Equal(ReferenceDecoder.Of(cluster.Load(TinyKinds.Deep), Tokens[..3]).Search(beams: 2), Sending.Tokens(parts));
    }

    [Fact]
    public async Task Generate_BeamsWithoutASource_SearchesBehindThePrompt()
    {
        await using var session = await RawSession.OpenAsync(cluster, TinyKinds.Searcher);
        var expected = ReferenceDecoder.Of(cluster.Load(TinyKinds.Searcher)).Search(beams: 3);

        var whole = await session.GenerateAsync(100);
        var pieces = await session.GenerateAsync(2);
        while (!pieces[^1].EndOfSequence)
        {
            pieces.AddRange(await session.GenerateAsync(2));
        }

        Assert.Equal(expected, Sending.Tokens(whole));
        Assert.Equal(expected, Sending.Tokens(pieces));
    }
}
