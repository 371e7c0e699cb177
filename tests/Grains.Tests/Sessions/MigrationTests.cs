using Microsoft.Extensions.DependencyInjection;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Client;
using RnnCluster.Grains.Sessions;
using RnnCluster.Grains.Tests.Testing;
using RnnCluster.Streams.Placement;

namespace RnnCluster.Grains.Tests.Sessions;

/// <summary>Sessions that go from one silo to another while they live.</summary>
public sealed class MigrationTests(ClusterFixture cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Move_DuplicateAfterIt_IsAnsweredAsBefore()
    {
        await using var session = await RawSession.OpenAsync(cluster, TinyModels.Strict);
        await using var tap = await StreamTap.OpenAsync(cluster.Cluster.Client, session.Key.ToString());
        var frames = Enumerable.Range(0, 4).Select(number => new InputFrame { Sequence = number, Input = new IdsInput([1, number]) }).ToList();
        await cluster.Input(session.Key).OnNextBatchAsync(frames);
        var answers = await tap.ThroughAsync(3);

        await session.MoveAsync();
        await cluster.Input(session.Key).OnNextBatchAsync(frames);
        var again = await tap.ThroughAsync(3);

        Assert.Equal(answers.Select(answer => (answer.Sequence, answer.Error)), again.Select(answer => (answer.Sequence, answer.Error)));
        Assert.Equal(OutputBits.Of(answers), OutputBits.Of(again));
        Assert.Equal(4, (await cluster.Grain(session.Key).GetPositionAsync()).NextSequence);
    }

    [Fact]
    public async Task Move_WhileItGenerates_FinishesTheFrameAndTakesThoseBehindItAlong()
    {
        await using var session = await cluster.OpenAsync(TinyModels.Endless, seed: 2);
        var grain = cluster.Grain(session.Key).GetGrainId();
        var target = cluster.OtherSiloThan(cluster.SiloOf(grain));
        var expected = new ReferenceSession(cluster.Load(TinyModels.Endless), seed: 2);
        var reading = session.GenerateAllAsync(20_000, partTokens: 256);
        foreach (var text in new[] { "abc", "d", "e a" })
        {
            await session.SendAsync(new TextInput(text), cancellation: Cancellation);
        }

        await cluster.Cluster.MigrateAsync(grain, target);

        Assert.Equal(target, cluster.SiloOf(grain));
        Assert.Equal(expected.Generate(20_000), Sending.Tokens(await reading));
        var outputs = await session.ReadAllAsync();
        Assert.Equal(OutputBits.Of(expected.ReadText("abcde a")), OutputBits.Of(outputs));
        Assert.Equal(4, (await session.GetPositionAsync()).NextSequence);
    }

    [Fact]
    public async Task Move_ThereAndBackWhileItDraws_DrawsWhatASessionThatStayedDraws()
    {
        await using var session = await RawSession.OpenAsync(cluster, TinyModels.Letters, seed: 31);
        var reference = new ReferenceSession(cluster.Load(TinyModels.Letters), seed: 31);

        await session.MoveAsync();
        for (var round = 0; round < 6; round++)
        {
            Assert.Equal(reference.Generate(10), Sending.Tokens(await session.GenerateAsync(10)));
            await session.MoveAsync();
        }

        await cluster.Grain(session.Key).ResetAsync();
        await session.MoveAsync();
        var again = new ReferenceSession(cluster.Load(TinyModels.Letters), seed: 31);
        Assert.Equal(again.Generate(10), Sending.Tokens(await session.GenerateAsync(10)));
    }

    [Fact]
    public async Task Move_AfterSleep_StoresOverItsOwnRecordAndForgetsItWhenItCloses()
    {
        await using var session = await RawSession.OpenAsync(cluster, TinyModels.Strict);
        for (var round = 0; round < 3; round++)
        {
            await session.SendTextAsync("the cat ");
            await session.SleepAsync();
            await session.SendTextAsync("sat ");
            await session.MoveAsync();
        }

        await session.SleepAsync();
        Assert.Equal((6, 9), await PositionAsync(session.Key));

        await cluster.Grain(session.Key).CloseAsync();
        Assert.Equal((0, 0), await PositionAsync(session.Key));
    }

    [Fact]
    public async Task Move_ThatOrleansGivesUp_LosesNothing()
    {
        await using var session = await RawSession.OpenAsync(cluster, TinyModels.Letters, seed: 8);
        var reference = new ReferenceSession(cluster.Load(TinyModels.Letters), seed: 8);
        for (var round = 0; round < 3; round++)
        {
            Assert.Equal(reference.Generate(10), Sending.Tokens(await session.GenerateAsync(10)));

            // It is there already: the activation ends, and nothing moves.
            var context = cluster.ContextOf(cluster.Grain(session.Key).GetGrainId());
            context.MigrateTo(context.Address.SiloAddress!);
            await context.Deactivated;
        }
    }

    [Fact]
    public async Task Move_SessionThatIsRefused_IsRefusedThereToo()
    {
        var key = cluster.NewKey("nothing");
        await Assert.ThrowsAsync<SessionException>(() => cluster.Grain(key).GetPositionAsync());
        await cluster.Cluster.MigrateAsync(cluster.Grain(key));

        Assert.Equal(ErrorCodes.UnknownModel, (await Assert.ThrowsAsync<SessionException>(() => cluster.Grain(key).GetPositionAsync())).Code);
    }

    [Fact]
    public async Task Move_ToASiloWithoutRoom_IsStoredAndWakesWhereThereIsSome()
    {
        await using var full = await ClusterFixture.DeployAsync(
            silos: 2, cluster.Models, silo => silo.Services.Configure<SessionOptions>(options => options.SessionsLimit = 1));
        await using var client = ClusterFixture.CreateClient(full);
        var sessions = new Dictionary<SiloAddress, ISessionGrain>();
        for (var number = 0; sessions.Count < 2; number++)
        {
            var grain = full.Client.GetGrain<ISessionGrain>($"{TinyModels.Letters}/full{number}");
            if (await TryGenerateAsync(client, $"full{number}") && full.TryGetGrainContext(grain.GetGrainId(), out var context))
            {
                sessions.Add(context.Address.SiloAddress!, grain);
            }
        }

        var moved = sessions.First().Value;
        await full.MigrateAsync(moved, sessions.Last().Key);

        var refusal = await Assert.ThrowsAsync<SessionException>(() => moved.GetPositionAsync());
        Assert.Equal(ErrorCodes.TooManySessions, refusal.Code);
        await full.DeactivateAsync(sessions.Last().Value);
        Assert.Equal(1, (await moved.GetPositionAsync()).NextSequence);
    }

    /// <summary>Whether there is room for a session that has applied a frame.</summary>
    private static async Task<bool> TryGenerateAsync(RnnClient client, string id)
    {
        try
        {
            await using var session = await client.OpenAsync(TinyModels.Letters, id, seed: 1, cancellation: Cancellation);
            await session.GenerateAllAsync(5);
            return true;
        }
        catch (SessionException exception) when (exception.Code == ErrorCodes.TooManySessions)
        {
            return false;
        }
    }

    private async Task<(long Next, long Steps)> PositionAsync(SessionKey key)
    {
        var position = await cluster.Grain(key).GetPositionAsync();
        return (position.NextSequence, position.Steps);
    }
}
