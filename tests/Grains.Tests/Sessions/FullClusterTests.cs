using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Abstractions.Streams;
using RnnCluster.Client.Sessions;
using RnnCluster.Grains.Tests.Testing;

namespace RnnCluster.Grains.Tests.Sessions;

/// <summary>What senders are told at a bound, and that nothing is lost there.</summary>
public sealed class FullClusterTests(FullClusterFixture full, ClusterFixture shared) : IClassFixture<FullClusterFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_BeyondTheSessionsLimit_IsRefusedUntilOneCloses()
    {
        var first = await OpenAsync(TinyModels.Strict);
        var second = await OpenAsync(TinyModels.Strict);
        var third = new SessionKey(TinyModels.Strict, shared.NewId());
        await using var tap = await StreamTap.OpenAsync(full.Cluster.Client, third.ToString());

        var exception = await Assert.ThrowsAsync<SessionException>(() => OpenAsync(third.Model, third.Id));
        await PublishAsync(third, new InputFrame { Sequence = 0, Input = new IdsInput([1]) });
        var notice = (await tap.NextAsync()).Notice!;
        var refused = await tap.NextAsync();

        Assert.Equal((SessionNoticeKind.Refused, 0), (notice.Kind, notice.NextSequence));
        const string message = "this silo holds 2 sessions, as many as it may; close some or add a silo";
        Assert.Equal((ErrorCodes.TooManySessions, message), (exception.Code, exception.Message));
        Assert.Equal(new FrameError(ErrorCodes.TooManySessions, message), refused.Error);
        await CloseAsync(first);
        var again = await OpenAsync(third.Model, third.Id);
        Assert.Equal(0, again.Opened.NextSequence);
        await CloseAsync(again);
        await CloseAsync(second);
    }

    [Fact]
    public async Task Publish_WhileTheEngineIsFull_IsNotTakenAndLeavesTheState()
    {
        var holding = await OpenAsync(TinyModels.Endless);
        var key = new SessionKey(TinyModels.Strict, shared.NewId());
        await using var tap = await StreamTap.OpenAsync(full.Cluster.Client, key.ToString());
        await using (var parts = Endless(holding).GetAsyncEnumerator(Cancellation))
        {
            Assert.True(await parts.MoveNextAsync());
            await PublishAsync(key, new InputFrame { Sequence = 0, Input = new TokensInput(["the", "cat"]) });

            var refused = await tap.NextAsync();

            Assert.Equal(
                new FrameError(ErrorCodes.Overloaded, "the step engine held 1 jobs, as many as it may, for 0 ms; try again later"), refused.Error);
            var grain = full.Cluster.Client.GetGrain<ISessionGrain>(key.ToString());
            Assert.Equal((0, 0), ((await grain.GetPositionAsync()).NextSequence, (await grain.GetPositionAsync()).Steps));
        }

        await CloseAsync(holding);
        await PublishAsync(key, new InputFrame { Sequence = 0, Input = new TokensInput(["the", "cat"]) });

        var expected = new ReferenceSession(shared.Load(TinyModels.Strict)).ReadTokens(["the", "cat"]);
        Assert.Equal(OutputBits.Of(expected), OutputBits.Of(await tap.ThroughAsync(0)));
        await full.Cluster.Client.GetGrain<ISessionGrain>(key.ToString()).CloseAsync();
    }

    [Fact]
    public async Task Publish_BeyondTheInbox_IsNotTakenAndTakesNoNumber()
    {
        var key = new SessionKey(TinyModels.Endless, shared.NewId());
        await using var tap = await StreamTap.OpenAsync(full.Cluster.Client, key.ToString());
        await PublishAsync(key, new InputFrame { Sequence = 0, Generation = new GenerationRequest { Tokens = 5_000_000, PartTokens = 1 } });
        await tap.NextAsync();

        for (var sequence = 1; sequence < 5; sequence++)
        {
            await PublishAsync(key, new InputFrame { Sequence = sequence, Input = new TextInput("a") });
        }

        OutputFrame output;
        do
        {
            output = await tap.NextAsync();
        }
        while (output.Error is null);
        Assert.Equal(4, output.Sequence);
        Assert.Equal(
            new FrameError(ErrorCodes.TooManyFrames, "4 frames wait already; send frame 4 again when some are answered"), output.Error);

        var grain = full.Cluster.Client.GetGrain<ISessionGrain>(key.ToString());
        var gone = full.Cluster.WaitForDeactivationAsync(grain);
        await grain.CloseAsync();
        await gone;
        var closed = (await tap.ThroughAsync(3)).Where(answer => answer.Error is not null).ToList();
        Assert.Equal([0, 1, 2, 3], closed.Select(answer => answer.Sequence));
        Assert.All(closed, answer => Assert.Equal(ErrorCodes.Closed, answer.Error!.Code));
    }

    [Fact]
    public async Task Session_IdleForItsTime_LeavesMemoryAndWakesWithItsState()
    {
        var session = await OpenAsync(TinyModels.Strict);
        var outputs = new List<StepOutput>(await session.AskAsync(new TokensInput(["the", "cat"]), cancellation: Cancellation));

        await full.Cluster.WaitForDeactivationAsync(Grain(session)).WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        outputs.AddRange(await session.AskAsync(new TokensInput(["sat"]), cancellation: Cancellation));

        var expected = new ReferenceSession(shared.Load(TinyModels.Strict)).ReadTokens(["the", "cat", "sat"]);
        Assert.Equal(OutputBits.Of(expected), OutputBits.Of(outputs));
        await CloseAsync(session);
    }

    private static IAsyncEnumerable<OutputFrame> Endless(RnnSession session) =>
        session.GenerateAsync(new GenerationRequest { Tokens = 5_000_000, PartTokens = 1 }, cancellation: Cancellation);

    private ISessionGrain Grain(RnnSession session) => full.Cluster.Client.GetGrain<ISessionGrain>(session.Key.ToString());

    private Task<RnnSession> OpenAsync(string model, string? id = null) =>
        full.Client.OpenAsync(model, id ?? shared.NewId(), cancellation: Cancellation);

    /// <summary>Closes the session and waits until it has given its room back.</summary>
    private async Task CloseAsync(RnnSession session)
    {
        var gone = full.Cluster.WaitForDeactivationAsync(Grain(session));
        await session.CloseAsync();
        await gone.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
    }

    private Task PublishAsync(SessionKey key, InputFrame frame) => full.Cluster.Client.GetStreamProvider(RnnStreams.InputProvider)
        .GetStream<InputFrame>(RnnStreams.Input(key)).OnNextAsync(frame);
}
