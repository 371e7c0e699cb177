using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Grains.Tests.Testing;

namespace RnnCluster.Grains.Tests.Sessions;

public sealed class GenerationTests(ClusterFixture cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(8, new[] { 8, 8, 8, 8, 8, 8, 2 })]
    [InlineData(25, new[] { 25, 25 })]
    [InlineData(50, new[] { 50 })]
    [InlineData(1_024, new[] { 50 })]
    public async Task Generate_InParts_NumbersThemAndGivesTokensOfPlainLoop(int partTokens, int[] sizes)
    {
        await using var session = await cluster.OpenAsync(TinyModels.Endless, seed: 42);

        var parts = await session.GenerateAllAsync(50, partTokens: partTokens);

        Assert.Equal(sizes, parts.Select(part => part.Outputs.Length));
        Assert.Equal(Enumerable.Range(0, sizes.Length), parts.Select(part => part.Part));
        Assert.Equal(parts[^1], Assert.Single(parts, part => part.Last));
        Assert.DoesNotContain(parts, part => part.EndOfSequence);
        Assert.Equal(new ReferenceSession(cluster.Load(TinyModels.Endless), seed: 42).Generate(50), Sending.Tokens(parts));
    }

    [Fact]
    public async Task Generate_UntilEndToken_EndsAndStartsAnew()
    {
        var reference = new ReferenceSession(cluster.Load(TinyModels.Letters), seed: 7);
        await using var session = await cluster.OpenAsync(TinyModels.Letters, seed: 7);
        var ends = 0;
        for (var text = 0; text < 20; text++)
        {
            var expected = reference.Generate(30);
            var parts = await session.GenerateAllAsync(30, partTokens: 4);

            Assert.Equal(expected, Sending.Tokens(parts));
            Assert.Equal(expected.Count < 30, parts[^1].EndOfSequence);
            Assert.Equal(expected.Count < 30, (await session.GetPositionAsync()).Steps == 0);
            ends += parts[^1].EndOfSequence ? 1 : 0;
        }

        Assert.InRange(ends, 1, 20);
    }

    [Fact]
    public async Task Generate_TwoRequests_GiveTextOfOneTwiceAsLong()
    {
        await using var once = await cluster.OpenAsync(TinyModels.Endless, seed: 5);
        await using var twice = await cluster.OpenAsync(TinyModels.Endless, seed: 5);

        var whole = Sending.Tokens(await once.GenerateAllAsync(60));
        var halves = Sending.Tokens(await twice.GenerateAllAsync(30)).Concat(Sending.Tokens(await twice.GenerateAllAsync(30)));

        Assert.Equal(whole, halves);
        Assert.Equal(61, (await twice.GetPositionAsync()).Steps);
    }

    [Fact]
    public async Task Generate_ThenRead_ContinuesBehindAllThatWasGivenOut()
    {
        await using var generating = await cluster.OpenAsync(TinyModels.Endless);
        await using var reading = await cluster.OpenAsync(TinyModels.Endless);

        var text = string.Concat(Sending.Tokens(await generating.GenerateAllAsync(25)));
        var after = await generating.AskAsync(new TextInput("abc"), scores: true, cancellation: Cancellation);

        var all = await reading.AskAsync(new TextInput(text + "abc"), scores: true, cancellation: Cancellation);
        Assert.Equal(OutputBits.Of(all.TakeLast(3)), OutputBits.Of(after));
    }

    [Fact]
    public async Task Generate_SeedInRequest_GivesSameTextAgain()
    {
        await using var session = await cluster.OpenAsync(TinyModels.Endless);
        await using var other = await cluster.OpenAsync(TinyModels.Endless, seed: 3);

        var first = Sending.Tokens(await session.GenerateAllAsync(40, seed: 17));
        await session.ResetAsync();
        var second = Sending.Tokens(await session.GenerateAllAsync(40, seed: 17));

        Assert.Equal(first, second);
        Assert.Equal(first, Sending.Tokens(await other.GenerateAllAsync(40, seed: 17)));
        Assert.NotEqual(first, Sending.Tokens(await session.GenerateAllAsync(40, seed: 18)));
    }

    [Fact]
    public async Task Generate_AfterPromptInPieces_GivesTextOfPromptInTheSameFrame()
    {
        await using var whole = await cluster.OpenAsync(TinyModels.Endless, seed: 9);
        await using var pieces = await cluster.OpenAsync(TinyModels.Endless, seed: 9);

        var expected = Sending.Tokens(await whole.GenerateAllAsync(30, prompt: "abcd ea"));
        await pieces.SendAsync(new TextInput("ab"), cancellation: Cancellation);
        await pieces.SendAsync(new TextInput("cd "), cancellation: Cancellation);
        var text = Sending.Tokens(await pieces.GenerateAllAsync(30, prompt: "ea"));

        Assert.Equal(expected, text);
    }

    [Fact]
    public async Task Generate_TemperatureZero_TakesTheLikeliestTokenEachTime()
    {
        await using var generating = await cluster.OpenAsync(TinyModels.Endless);
        await using var reading = await cluster.OpenAsync(TinyModels.Endless);

        var text = Sending.Tokens(await generating.GenerateAllAsync(30, prompt: "a", temperature: 0));

        var read = await reading.AskAsync(new TextInput("a" + string.Concat(text)), cancellation: Cancellation);
        Assert.Equal(text, read.Take(30).Select(output => output.Label));
    }

    [Fact]
    public async Task Generate_WithoutSeed_DrawsFromTheKeyOfTheSession()
    {
        var keys = new[] { cluster.NewKey(TinyModels.Endless), cluster.NewKey(TinyModels.Endless) };
        var texts = new List<string>();
        foreach (var key in keys)
        {
            await using var session = await cluster.OpenAsync(key.Model, key.Id);
            var text = Sending.Tokens(await session.GenerateAllAsync(40));
            await session.CloseAsync();

            await using var again = await cluster.OpenAsync(key.Model, key.Id);
            Assert.Equal(text, Sending.Tokens(await again.GenerateAllAsync(40)));
            var seed = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(key.ToString())));
            Assert.Equal(new ReferenceSession(cluster.Load(TinyModels.Endless), seed).Generate(40), text);
            texts.Add(string.Concat(text));
        }

        Assert.NotEqual(texts[0], texts[1]);
    }
}
