using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Abstractions.Streams;
using RnnCluster.Client;
using RnnCluster.Grains.Sessions;
using RnnCluster.Grains.Tests.Testing;
using RnnCluster.Streams.Placement;

namespace RnnCluster.Grains.Tests.Sessions;

/// <summary>A session that its silo has no room for says so, once, where its answers go.</summary>
public sealed class RefusalNoticeTests(ClusterFixture shared)
{
    private const string Full = "the session cannot be in memory now: this silo holds 1 sessions, as many as it may; close some or add a silo; "
        + "it wakes on a frame that comes when there is room, the next one or the same once more";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Frames_ForASessionWithoutRoom_TellOnceASpellAndAreEachAnswered()
    {
        await using var cluster = await DeployAsync(silos: 1);
        await using var tap = await StreamTap.OpenAsync(cluster.Client, "listener");
        var session = Grain(cluster, "put-away");
        await session.OpenAsync(new OpenRequest { ReplyTo = "listener" });
        await PublishAsync(cluster, "put-away", sequence: 0);
        await tap.ThroughAsync(0);
        for (var spell = 0; spell < 2; spell++)
        {
            await cluster.DeactivateAsync(session);
            await Grain(cluster, "other").OpenAsync(new OpenRequest());

            var heard = new List<OutputFrame>();
            for (var sending = 0; sending < 3; sending++)
            {
                var gone = cluster.WaitForDeactivationAsync(session);
                await PublishAsync(cluster, "put-away", sequence: spell + 1);
                heard.AddRange(await tap.ThroughAsync(spell + 1));
                await gone;
            }

            var incarnation = Assert.Single(heard, output => output.Notice is not null).Notice!.Incarnation;
            Assert.Equal(new SessionNotice(SessionNoticeKind.Refused, Full, spell + 1) { Incarnation = incarnation }, heard[0].Notice);
            Assert.Equal(3, heard.Count(output => output.Error?.Code == ErrorCodes.TooManySessions));
            await cluster.DeactivateAsync(Grain(cluster, "other"));
            await PublishAsync(cluster, "put-away", sequence: spell + 1);
            Assert.Null(Assert.Single(await tap.ThroughAsync(spell + 1)).Error);
        }
    }

    [Fact]
    public async Task Wake_WithoutRoom_TellsTheClientWhichGoesOnWhenThereIsSome()
    {
        await using var cluster = await DeployAsync(silos: 1);
        await using var client = ClusterFixture.CreateClient(cluster, new RnnClientOptions { ResendAfterMs = 100 });
        await using var session = await client.OpenAsync(TinyModels.Strict, "put-away", cancellation: Cancellation);
        var told = new TaskCompletionSource<SessionNotice>(TaskCreationOptions.RunContinuationsAsynchronously);
        session.Noticed += notice => told.TrySetResult(notice);
        var outputs = new List<StepOutput>(await session.AskAsync(new TokensInput(["the"]), cancellation: Cancellation));
        await cluster.DeactivateAsync(Grain(cluster, "put-away"));
        await Grain(cluster, "other").OpenAsync(new OpenRequest());

        var asking = session.AskAsync(new TokensInput(["cat"]), cancellation: Cancellation);
        var notice = await told.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        await cluster.DeactivateAsync(Grain(cluster, "other"));
        outputs.AddRange(await asking);

        Assert.Equal((SessionNoticeKind.Refused, Full, 1), (notice.Kind, notice.Message, notice.NextSequence));
        var expected = new ReferenceSession(shared.Load(TinyModels.Strict)).ReadTokens(["the", "cat"]);
        Assert.Equal(OutputBits.Of(expected), OutputBits.Of(outputs));
    }

    [Fact]
    public async Task Move_ToAFullSilo_TellsWithoutAFrame()
    {
        await using var cluster = await DeployAsync(silos: 2);
        var sessions = new Dictionary<SiloAddress, string>();
        for (var number = 0; sessions.Count < 2; number++)
        {
            var id = $"full{number}";
            await using var own = await StreamTap.OpenAsync(cluster.Client, $"{TinyModels.Strict}/{id}");
            await PublishAsync(cluster, id, sequence: 0);
            if ((await own.ThroughAsync(0))[^1].Error is null && cluster.TryGetGrainContext(Grain(cluster, id).GetGrainId(), out var context))
            {
                sessions.Add(context.Address.SiloAddress!, id);
            }
        }

        var moved = sessions.First().Value;
        await using var tap = await StreamTap.OpenAsync(cluster.Client, $"{TinyModels.Strict}/{moved}");
        Assert.True(cluster.TryGetGrainContext(Grain(cluster, moved).GetGrainId(), out var moving));
        moving.MigrateTo(sessions.Last().Key);

        var notice = (await tap.NextAsync()).Notice!;
        Assert.Equal((SessionNoticeKind.Refused, Full, 1), (notice.Kind, notice.Message, notice.NextSequence));
    }

    private Task<InProcessTestCluster> DeployAsync(short silos) =>
        ClusterFixture.DeployAsync(silos, shared.Models, silo => silo.Services.Configure<SessionOptions>(options => options.SessionsLimit = 1));

    private static ISessionGrain Grain(InProcessTestCluster cluster, string id) =>
        cluster.Client.GetGrain<ISessionGrain>($"{TinyModels.Strict}/{id}");

    private static Task PublishAsync(InProcessTestCluster cluster, string id, long sequence) => cluster.Client.GetStreamProvider(RnnStreams.InputProvider)
        .GetStream<InputFrame>(RnnStreams.Input(new SessionKey(TinyModels.Strict, id))).OnNextAsync(
            new InputFrame { Sequence = sequence, Input = new TokensInput(["the"]) });
}
