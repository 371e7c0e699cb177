using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Grains.Sessions;
using RnnCluster.Grains.Tests.Testing;

namespace RnnCluster.Grains.Tests.Checkpoints;

/// <summary>When sessions are stored, what their senders learn of it, and how they go on after a crash.</summary>
public sealed class CheckpointTests(StoreFixture stored, ClusterFixture shared) : IClassFixture<StoreFixture>
{
    [Fact]
    public async Task Frames_Interval_AreStoredBehindTheSession()
    {
        await using var sender = await OpenAsync(SessionDurability.Interval);
        Assert.All(await sender.SendAsync(0, 3), answer => Assert.Equal(-1, answer.DurableThrough));

        await stored.UntilAsync(sender.Key, record => record.NextSequence == 4);
        var answer = Assert.Single(await sender.SendAsync(4));
        var position = await stored.Grain(sender.Key).GetPositionAsync();

        Assert.InRange(answer.DurableThrough, 3, 4);
        Assert.InRange(position.DurableThrough, 3, 4);
    }

    [Fact]
    public async Task Frames_None_AreStoredWhenTheSessionLeavesMemoryOnly()
    {
        await using var sender = await OpenAsync(SessionDurability.None);

        var answers = await sender.SendAsync(0, 20);

        Assert.Equal(Enumerable.Range(0, 21), answers.Select(answer => (int)answer.DurableThrough));
        Assert.Null(stored.Record(sender.Key));
        await stored.Cluster.DeactivateAsync(stored.Grain(sender.Key));
        Assert.Equal(21, stored.Record(sender.Key)!.NextSequence);
    }

    [Fact]
    public async Task Frames_EveryFrame_AreAnsweredWhenTheyAreStored()
    {
        await using var sender = await OpenAsync(SessionDurability.EveryFrame);
        await sender.SendAsync(0);
        using (stored.Store.Hold())
        {
            await sender.PublishAsync(1, 2);
            var position = await stored.Grain(sender.Key).GetPositionAsync();

            Assert.Equal((3, 0), (position.NextSequence, position.DurableThrough));
            Assert.False(sender.HasAnswer);
        }

        var answers = await sender.ReadThroughAsync(2);
        Assert.Equal([1, 2], answers.Select(answer => answer.Sequence));
        Assert.All(answers, answer => Assert.InRange(answer.DurableThrough, answer.Sequence, 2));
    }

    [Fact]
    public async Task Frames_ThatDoNotSayWhichAnswersCame_AreNoReasonToPutOffStoring()
    {
        var key = shared.NewKey(TinyModels.Tagger);
        await using var tap = await StreamTap.OpenAsync(stored.Cluster.Client, key.ToString());

        // More answers than a session keeps: it waits with storing until a sender that misses them has them.
        var many = new IdsInput(new int[new SessionOptions().RetainedValuesLimit + 1]);
        await stored.Input(key).OnNextBatchAsync([.. Enumerable.Range(0, 4).Select(frame => new InputFrame { Sequence = frame, Input = many, AnsweredThrough = -1 })]);
        await tap.ThroughAsync(3);
        Assert.Equal(-1, (await stored.Grain(key).GetPositionAsync()).DurableThrough);

        await stored.Input(key).OnNextAsync(new InputFrame { Sequence = 4, Input = new IdsInput([1]) });

        await stored.UntilAsync(key, record => record.NextSequence == 5);
    }

    [Theory]
    [InlineData(SessionDurability.Interval)]
    [InlineData(SessionDurability.EveryFrame)]
    public async Task Crash_FramesSentAgain_GiveTheBitsOfASessionThatStayed(SessionDurability durability)
    {
        await using var sender = await OpenAsync(durability, seed: 77);
        await using var calm = await OpenAsync(durability, seed: 77);
        var expected = await calm.SendAsync(0, 30);
        var outputs = new SortedDictionary<long, OutputFrame>();
        for (var next = 0L; outputs.Count < expected.Count;)
        {
            foreach (var answer in await sender.SendAsync(next, Math.Min(30, next + 6)))
            {
                outputs.TryAdd(answer.Sequence, answer);
                Assert.Equal(OutputBits.Of([outputs[answer.Sequence]]), OutputBits.Of([answer]));
            }

            await stored.CrashAsync(sender.Key);
            next = (await stored.Grain(sender.Key).GetPositionAsync()).NextSequence;
        }

        Assert.Equal(OutputBits.Of(expected), OutputBits.Of([.. outputs.Values]));
    }

    [Fact]
    public async Task Close_WhileACheckpointIsDue_WritesNothingAndForgetsTheRecord()
    {
        await using var sender = await OpenAsync(SessionDurability.Interval);
        await using var other = await OpenAsync(SessionDurability.Interval);
        await sender.SendAsync(0, 3);
        await stored.UntilAsync(sender.Key, record => record.NextSequence == 4);
        await sender.SendAsync(4);

        // What the other one does later is stored later: then the checkpoint of the one that is closed was due.
        await stored.Store.BeforeClearingAsync(
            () => stored.Grain(sender.Key).CloseAsync(),
            async () =>
            {
                var before = stored.Record(sender.Key)!.NextSequence;
                await other.SendAsync(0);
                await stored.UntilAsync(other.Key, record => record.NextSequence == 1);
                Assert.Equal(before, stored.Record(sender.Key)!.NextSequence);
            });

        Assert.Null(stored.Record(sender.Key));
    }

    [Fact]
    public async Task Crash_AnswerThatTheSenderDidNotConfirm_IsGivenAgainFromTheRecord()
    {
        await using var sender = await OpenAsync(SessionDurability.Interval);
        var answers = await sender.SendAsync(0, 5, confirmed: -1);
        await stored.UntilAsync(sender.Key, record => record.NextSequence == 6);

        await stored.CrashAsync(sender.Key);
        var again = await sender.SendAsync(0, 5, confirmed: -1);

        Assert.Equal(OutputBits.Of(answers), OutputBits.Of(again));
        Assert.All(again, answer => Assert.Null(answer.Error));
    }

    [Fact]
    public async Task Crash_LaterFrame_AsksForTheFramesFromTheRecordOn()
    {
        await using var sender = await OpenAsync(SessionDurability.Interval);
        await sender.SendAsync(0, 3);
        await stored.UntilAsync(sender.Key, record => record.NextSequence == 4);
        using (stored.Store.Hold())
        {
            await sender.SendAsync(4, 5);
        }

        await stored.UntilAsync(sender.Key, record => record.NextSequence == 6);
        await stored.CrashAsync(sender.Key);
        await sender.PublishAsync(8);

        Assert.Equal(6, (await sender.NextAsync()).ResendFrom);
    }

    [Fact]
    public async Task Crash_BeforeAnythingWasStored_StartsFromTheFirstFrameAsItWasOpened()
    {
        await using var calm = await OpenAsync(SessionDurability.Interval, seed: 5);
        await using var sender = await OpenAsync(SessionDurability.Interval, seed: 5);
        var expected = await calm.SendAsync(0, 3);
        stored.Store.RefusesWrites = true;
        await sender.SendAsync(0, 2);
        await stored.CrashAsync(sender.Key);

        await sender.PublishAsync(3);
        Assert.Equal(0, (await sender.NextAsync()).ResendFrom);
        Assert.Equal((0, 1), (stored.Record(sender.Key)!.NextSequence, stored.Record(sender.Key)!.Generation));

        Assert.Equal(OutputBits.Of(expected), OutputBits.Of(await sender.SendAsync(0, 3)));
    }

    [Fact]
    public async Task Frames_StoreThatTakesNothing_AreAnsweredAndStoredLater()
    {
        await using var sender = await OpenAsync(SessionDurability.Interval);
        await sender.SendAsync(0);
        stored.Store.RefusesWrites = true;

        var answers = await sender.SendAsync(1, 12);
        stored.Store.RefusesWrites = false;
        await stored.UntilAsync(sender.Key, record => record.NextSequence == 13);

        Assert.All(answers, answer => Assert.Null(answer.Error));
    }

    [Fact]
    public async Task Frame_StoreThatCannotBeRead_IsNotTakenUntilItCan()
    {
        await using var sender = await OpenAsync(SessionDurability.Interval);
        await sender.SendAsync(0);
        await stored.UntilAsync(sender.Key, record => record.NextSequence == 1);
        await stored.Cluster.DeactivateAsync(stored.Grain(sender.Key));
        stored.Store.RefusesReads = true;

        await sender.PublishAsync(1);
        var notice = (await sender.NextAsync()).Notice!;
        var refused = await sender.NextAsync();
        stored.Store.RefusesReads = false;
        await stored.Cluster.DeactivateAsync(stored.Grain(sender.Key));

        Assert.Equal((ErrorCodes.StoreUnavailable, "the store cannot be read: no reads now"), (refused.Error!.Code, refused.Error.Message));
        Assert.Equal(SessionNoticeKind.Refused, notice.Kind);
        Assert.Equal("the session cannot be in memory now: the store cannot be read: no reads now; it wakes on a frame that comes when the store is well, "
            + "the next one or the same once more", notice.Message);
        Assert.Null(Assert.Single(await sender.SendAsync(1)).Error);
    }

    private Task<StoredSender> OpenAsync(SessionDurability durability, ulong seed = 1) =>
        StoredSender.OpenAsync(stored, shared.NewKey(TinyModels.Letters), new OpenRequest { Seed = seed, Durability = durability });
}
