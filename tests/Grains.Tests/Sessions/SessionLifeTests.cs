using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Abstractions.Streams;
using RnnCluster.Grains.Tests.Testing;

namespace RnnCluster.Grains.Tests.Sessions;

/// <summary>Opening, finding, resetting and closing sessions, and their sleep.</summary>
public sealed class SessionLifeTests(ClusterFixture cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_NewSession_StandsAtTheStart()
    {
        var key = cluster.NewKey(TinyModels.Tagger);
        await using var session = await cluster.OpenAsync(key.Model, key.Id);

        var expected = new SessionPosition(key.ToString(), "1", NextSequence: 0, DurableThrough: -1, Steps: 0);
        Assert.Equal(expected, session.Opened with { Incarnation = 0 });
    }

    [Fact]
    public async Task Open_ByAnotherClient_ContinuesNumbersAndState()
    {
        var key = cluster.NewKey(TinyModels.Strict);
        await using var other = cluster.CreateClient();
        var expected = OutputBits.Of(new ReferenceSession(cluster.Load(TinyModels.Strict)).ReadText("the cat sat on the mat"));
        var outputs = new List<StepOutput>();
        await using (var session = await cluster.OpenAsync(key.Model, key.Id))
        {
            outputs.AddRange(await session.AskAsync(new TokensInput(["the", "cat"]), cancellation: Cancellation));
            outputs.AddRange(await session.AskAsync(new TokensInput(["sat", "on"]), cancellation: Cancellation));
        }

        await using var again = await other.OpenAsync(key.Model, key.Id, cancellation: Cancellation);
        outputs.AddRange(await again.AskAsync(new TokensInput(["the", "mat"]), cancellation: Cancellation));

        Assert.Equal((2, 4), (again.Opened.NextSequence, again.Opened.Steps));
        Assert.Equal(expected, OutputBits.Of(outputs));
    }

    [Fact]
    public async Task Open_TwiceInOneClient_IsRefused()
    {
        await using var session = await cluster.OpenAsync(TinyModels.Strict);

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => cluster.OpenAsync(TinyModels.Strict, session.Key.Id));

        Assert.Equal($"session {session.Key} is open in this client already", exception.Message);
    }

    [Theory]
    [InlineData("nothing", ErrorCodes.UnknownModel, "there is no model 'nothing'; ")]
    [InlineData(TinyModels.Broken, ErrorCodes.BrokenModel, "the package of model 'broken' is broken: ")]
    [InlineData(TinyModels.Misnamed, ErrorCodes.BrokenModel,
        "the package of model 'misnamed' is broken: model.json: name is 'sensor'; it must be the name of its folder, 'misnamed'")]
    [InlineData("empty", ErrorCodes.BrokenModel, "the package of model 'empty' is broken: ")]
    public async Task Open_ModelThatIsNotServed_ThrowsAndAnswersFramesAlike(string model, string code, string message)
    {
        var key = cluster.NewKey(model);
        await using var tap = await StreamTap.OpenAsync(cluster.Cluster.Client, key.ToString());

        var exception = await Assert.ThrowsAsync<SessionException>(() => cluster.OpenAsync(key.Model, key.Id));
        await cluster.Input(key).OnNextAsync(new InputFrame { Sequence = 0, End = true });
        var answer = await tap.NextAsync();

        Assert.Equal(code, exception.Code);
        Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
        Assert.Equal(new FrameError(code, exception.Message), answer.Error);
    }

    [Fact]
    public async Task Open_BadKey_ThrowsAndAnswersFramesAlike()
    {
        const string key = "Tagger/s 1";
        const string message = "model name 'Tagger' must be 1 to 63 characters of a-z, 0-9 and '-'";
        await using var tap = await StreamTap.OpenAsync(cluster.Cluster.Client, key);

        var exception = await Assert.ThrowsAsync<SessionException>(
            () => cluster.Cluster.Client.GetGrain<ISessionGrain>(key).OpenAsync(new OpenRequest()));
        await cluster.Cluster.Client.GetStreamProvider(RnnStreams.InputProvider)
            .GetStream<InputFrame>(StreamId.Create(RnnStreams.InputNamespace, key)).OnNextAsync(new InputFrame { Sequence = 0, End = true });

        Assert.Equal((ErrorCodes.BadSessionKey, message), (exception.Code, exception.Message));
        Assert.Equal(new FrameError(ErrorCodes.BadSessionKey, message), (await tap.NextAsync()).Error);
    }

    [Fact]
    public async Task Reset_InTheMiddle_StartsFromZeroWithTheFirstSeedAndGoesOnCounting()
    {
        await using var session = await cluster.OpenAsync(TinyModels.Endless, seed: 4);
        var first = Sending.Tokens(await session.GenerateAllAsync(20));

        var position = await session.ResetAsync();
        var second = Sending.Tokens(await session.GenerateAllAsync(20));

        Assert.Equal((1, 0), (position.NextSequence, position.Steps));
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task Close_WhileItGenerates_StopsItAndFreesTheKey()
    {
        var key = cluster.NewKey(TinyModels.Endless);
        await using var tap = await StreamTap.OpenAsync(cluster.Cluster.Client, key.ToString());
        await cluster.Input(key).OnNextAsync(Generate(0, 100_000));
        await tap.NextAsync();

        await cluster.Grain(key).CloseAsync();

        var stopped = (await tap.ThroughAsync(0))[^1];
        Assert.Equal(new FrameError(ErrorCodes.Closed, "the session was closed"), stopped.Error);
        await cluster.Input(key).OnNextAsync(Generate(0, 5));
        var parts = await tap.ThroughAsync(0);
        Assert.Equal(5, Sending.Tokens(parts).Count);
        Assert.Equal((1, 6), await PositionAsync(key));
    }

    [Fact]
    public async Task Close_ByMany_IsOneClose()
    {
        var key = cluster.NewKey(TinyModels.Endless);
        await using var tap = await StreamTap.OpenAsync(cluster.Cluster.Client, key.ToString());
        await cluster.Input(key).OnNextAsync(Generate(0, 100_000));
        await tap.NextAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => cluster.Grain(key).CloseAsync()));

        Assert.Equal((0, 0), await PositionAsync(key));
    }

    [Fact]
    public async Task Close_ThenOpenAgain_StartsFromZero()
    {
        var key = cluster.NewKey(TinyModels.Strict);
        var session = await cluster.OpenAsync(key.Model, key.Id);
        await session.AskAsync(new IdsInput([1, 2, 3]), cancellation: Cancellation);
        await session.CloseAsync();

        await using var again = await cluster.OpenAsync(key.Model, key.Id);

        Assert.Equal((0, 0), (again.Opened.NextSequence, again.Opened.Steps));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => session.SendAsync(new IdsInput([1]), cancellation: Cancellation));
        await session.DisposeAsync();
    }

    [Fact]
    public async Task Close_ThenOpenAgain_IsAnotherIncarnationWhichNewsOfTheFirstDoesNotEnd()
    {
        var key = cluster.NewKey(TinyModels.Endless);
        var incarnations = new HashSet<long>();
        for (var round = 0; round < 50; round++)
        {
            await using var session = await cluster.OpenAsync(key.Model, key.Id);
            Assert.True(incarnations.Add(session.Opened.Incarnation));
            Assert.Equal(3, Sending.Tokens(await session.GenerateAllAsync(3)).Count);
            Assert.Equal(session.Opened.Incarnation, (await session.GetPositionAsync()).Incarnation);
            await session.CloseAsync();
        }
    }

    [Fact]
    public async Task Open_ThenLost_IsTheSameIncarnationAgain()
    {
        await using var session = await cluster.OpenAsync(TinyModels.Strict);
        await cluster.Cluster.DeactivateAsync(cluster.Grain(session.Key));

        await session.AskAsync(new IdsInput([1]), cancellation: Cancellation);

        Assert.Equal(session.Opened.Incarnation, (await session.GetPositionAsync()).Incarnation);
    }

    [Theory]
    [InlineData(TinyModels.Tagger)]
    [InlineData(TinyModels.Strict)]
    public async Task Send_AfterDeactivations_GivesBitsOfASessionThatStayedAwake(string model)
    {
        const string text = "the cat sat on the mat . the cat , the mat";
        await using var session = await cluster.OpenAsync(model);

        // Cut inside words: what waits for its rest is stored too.
        for (var from = 0; from < text.Length; from += 9)
        {
            await session.SendAsync(new TextInput(text.Substring(from, Math.Min(9, text.Length - from))), cancellation: Cancellation);
            await session.GetPositionAsync();
            await cluster.Cluster.DeactivateAsync(cluster.Grain(session.Key));
        }

        await session.SendAsync(input: null, end: true, cancellation: Cancellation);
        var outputs = await session.ReadAllAsync();
        Assert.Equal(OutputBits.Of(new ReferenceSession(cluster.Load(model)).ReadText(text)), OutputBits.Of(outputs));
    }

    [Fact]
    public async Task Generate_AfterDeactivations_DrawsWhatASessionThatStayedAwakeDraws()
    {
        await using var session = await cluster.OpenAsync(TinyModels.Letters, seed: 31);
        var reference = new ReferenceSession(cluster.Load(TinyModels.Letters), seed: 31);
        for (var round = 0; round < 8; round++)
        {
            Assert.Equal(reference.Generate(10), Sending.Tokens(await session.GenerateAllAsync(10)));
            await cluster.Cluster.DeactivateAsync(cluster.Grain(session.Key));
        }

        await session.ResetAsync();
        var again = new ReferenceSession(cluster.Load(TinyModels.Letters), seed: 31);
        Assert.Equal(again.Generate(10), Sending.Tokens(await session.GenerateAllAsync(10)));
    }

    [Fact]
    public async Task Deactivate_WhileItGenerates_FinishesTheFrameFirst()
    {
        await using var session = await cluster.OpenAsync(TinyModels.Endless, seed: 2);
        var reading = session.GenerateAllAsync(3_000, partTokens: 8);
        var expected = new ReferenceSession(cluster.Load(TinyModels.Endless), seed: 2);

        await session.SendAsync(new TextInput("abc"), cancellation: Cancellation);
        await cluster.Cluster.DeactivateAsync(cluster.Grain(session.Key));

        Assert.Equal(expected.Generate(3_000), Sending.Tokens(await reading));
        var outputs = await session.ReadAllAsync();
        Assert.Equal(OutputBits.Of(expected.ReadText("abc")), OutputBits.Of(outputs));
        Assert.Equal(2, (await session.GetPositionAsync()).NextSequence);
    }

    private static InputFrame Generate(long sequence, int tokens) =>
        new() { Sequence = sequence, Generation = new GenerationRequest { Tokens = tokens, PartTokens = 1 } };

    private async Task<(long Next, long Steps)> PositionAsync(SessionKey key)
    {
        var position = await cluster.Grain(key).GetPositionAsync();
        return (position.NextSequence, position.Steps);
    }
}
