using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Grains.Tests.Testing;

namespace RnnCluster.Grains.Tests.Checkpoints;

/// <summary>Snapshots, forks and files of sessions go on with the bits of the session that they were made of.</summary>
public sealed class CopyTests(StoreFixture stored, ClusterFixture shared) : IClassFixture<StoreFixture>
{
    [Fact]
    public async Task Rewind_ToASnapshot_GivesTheSameAgainUnderNewNumbers()
    {
        await using var sender = await OpenAsync();
        await sender.SendAsync(0, 4);
        await stored.Grain(sender.Key).SnapshotAsync("before");
        var first = await sender.SendAsync(5, 34);

        var position = await stored.Grain(sender.Key).RewindAsync("before");
        await stored.CrashAsync(sender.Key);

        // Thirty frames on, the frames are of the same kind again.
        var second = await sender.SendAsync(35, 64);
        Assert.Equal(35, position.NextSequence);
        Assert.Equal(OutputBits.Of(first), OutputBits.Of(second));
        Assert.Equal(["before"], await stored.Grain(sender.Key).ListSnapshotsAsync());
    }

    [Fact]
    public async Task Rewind_SnapshotThatIsNotThere_NamesThoseThatAre()
    {
        await using var sender = await OpenAsync();
        await sender.SendAsync(0);
        await stored.Grain(sender.Key).SnapshotAsync("b");
        await stored.Grain(sender.Key).SnapshotAsync("a");

        var exception = await Assert.ThrowsAsync<SessionException>(() => stored.Grain(sender.Key).RewindAsync("c"));

        Assert.Equal(
            (ErrorCodes.UnknownSnapshot, $"session {sender.Key} has no snapshot 'c'; it has a, b"), (exception.Code, exception.Message));
    }

    [Fact]
    public async Task Rewind_StoreThatTakesNothing_LeavesTheSessionAsItWas()
    {
        await using var calm = await OpenAsync();
        await using var sender = await OpenAsync();
        await sender.SendAsync(0, 4);
        await calm.SendAsync(0, 4);
        await stored.Grain(sender.Key).SnapshotAsync("before");
        var expected = await calm.SendAsync(5, 9);
        await sender.SendAsync(5);
        await stored.UntilAsync(sender.Key, record => record.NextSequence == 6);
        stored.Store.RefusesWrites = true;

        var exception = await Assert.ThrowsAsync<SessionException>(() => stored.Grain(sender.Key).RewindAsync("before"));
        stored.Store.RefusesWrites = false;
        await stored.Cluster.DeactivateAsync(stored.Grain(sender.Key));

        Assert.Equal(ErrorCodes.StoreUnavailable, exception.Code);
        Assert.Equal(OutputBits.Of(expected.Where(answer => answer.Sequence > 5)), OutputBits.Of(await sender.SendAsync(6, 9)));
    }

    [Fact]
    public async Task Fork_GoesOnFromTheSessionsStateAndLeavesItAlone()
    {
        await using var sender = await OpenAsync();
        await sender.SendAsync(0, 29);
        var key = shared.NewKey(TinyModels.Letters);
        await using var fork = await StoredSender.OpenAsync(stored, key, new OpenRequest());

        var position = await stored.Grain(sender.Key).ForkAsync(key.Id);

        Assert.Equal((key.ToString(), 0), (position.Session, position.NextSequence));
        Assert.Equal(OutputBits.Of(await sender.SendAsync(30, 59)), OutputBits.Of(await fork.SendAsync(0, 29)));
        var exception = await Assert.ThrowsAsync<SessionException>(() => stored.Grain(sender.Key).ForkAsync(key.Id));
        Assert.Equal(ErrorCodes.SessionExists, exception.Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Import_WhatWasExported_GoesOn(bool continueSequence)
    {
        await using var sender = await OpenAsync();
        await sender.SendAsync(0, 29);
        var export = await stored.Grain(sender.Key).ExportAsync();
        await using var copy = await OpenAsync();

        var position = await stored.Grain(copy.Key).ImportAsync(export.Content, continueSequence);

        var next = continueSequence ? 30 : 0;
        Assert.Equal((sender.Key.ToString(), 30, next), (export.Session, export.NextSequence, position.NextSequence));
        Assert.Equal(OutputBits.Of(await sender.SendAsync(30, 40)), OutputBits.Of(await copy.SendAsync(next, next + 10)));
    }

    [Fact]
    public async Task Import_DamagedOrForeignContent_IsRefusedAndLeavesTheKeyFree()
    {
        await using var sender = await OpenAsync();
        await sender.SendAsync(0);
        var content = (await stored.Grain(sender.Key).ExportAsync()).Content;
        var key = shared.NewKey(TinyModels.Letters);
        var other = shared.NewKey(TinyModels.Strict);

        var damaged = await Assert.ThrowsAsync<SessionException>(() => stored.Grain(key).ImportAsync(content[..^1], continueSequence: true));
        var foreign = await Assert.ThrowsAsync<SessionException>(() => stored.Grain(other).ImportAsync(content, continueSequence: true));
        var position = await stored.Grain(key).ImportAsync(content, continueSequence: true);

        Assert.Equal(ErrorCodes.DamagedState, damaged.Code);
        Assert.Equal(
            (ErrorCodes.UnknownModel, "the stored session belongs to model 'letters'; this one is of 'strict'"), (foreign.Code, foreign.Message));
        Assert.Equal(1, position.NextSequence);
    }

    private Task<StoredSender> OpenAsync() =>
        StoredSender.OpenAsync(stored, shared.NewKey(TinyModels.Letters), new OpenRequest { Seed = 9 });
}
