using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Grains.Sessions;
using RnnCluster.Grains.Tests.Testing;

namespace RnnCluster.Grains.Tests.Checkpoints;

/// <summary>Records that another activation wrote, and records that nobody could have written.</summary>
public sealed class OwnershipTests(StoreFixture stored, ClusterFixture shared) : IClassFixture<StoreFixture>
{
    [Fact]
    public async Task Wake_SessionWithARecord_ClaimsIt()
    {
        await using var sender = await OpenAsync();
        await sender.SendAsync(0);

        for (var generation = 1; generation < 4; generation++)
        {
            await stored.Cluster.DeactivateAsync(stored.Grain(sender.Key));
            Assert.Equal(generation, (await stored.Grain(sender.Key).GetPositionAsync()).NextSequence);
            Assert.Equal(generation, stored.Record(sender.Key)!.Generation);
            await sender.SendAsync(generation);
        }
    }

    [Fact]
    public async Task Write_RecordOfAYoungerActivation_EndsThisOneWithoutAWord()
    {
        await using var sender = await OpenAsync();
        await sender.SendAsync(0);
        await stored.UntilAsync(sender.Key, record => record.NextSequence == 1);
        var gone = stored.Cluster.WaitForDeactivationAsync(stored.Grain(sender.Key));
        Replace(sender.Key, record => record.Generation += 1);

        var answers = await sender.SendAsync(1);
        await gone;

        Assert.Single(answers);
        Assert.False(sender.HasAnswer);
        Assert.Equal(1, stored.Record(sender.Key)!.NextSequence);
        Assert.Equal(OutputBits.Of(answers), OutputBits.Of(await sender.SendAsync(1)));
    }

    [Fact]
    public async Task Gap_RecordOfAYoungerActivation_IsNotAskedAbout()
    {
        await using var sender = await OpenAsync();
        await sender.SendAsync(0);
        await stored.UntilAsync(sender.Key, record => record.NextSequence == 1);
        var gone = stored.Cluster.WaitForDeactivationAsync(stored.Grain(sender.Key));
        Replace(sender.Key, record => (record.Generation, record.NextSequence) = (record.Generation + 1, 5));

        await sender.PublishAsync(7);
        await gone;
        await sender.PublishAsync(7);

        Assert.Equal(5, (await sender.NextAsync()).ResendFrom);
    }

    [Fact]
    public async Task Write_RecordOfAnOlderActivation_IsWrittenOver()
    {
        await using var sender = await OpenAsync();
        await sender.SendAsync(0);
        await stored.UntilAsync(sender.Key, record => record.NextSequence == 1);
        Replace(sender.Key, record => record.ReplyTo = "elsewhere");

        var answer = Assert.Single(await sender.SendAsync(1));
        await stored.UntilAsync(sender.Key, record => record.NextSequence == 2);

        Assert.Null(answer.Error);
        Assert.Null(stored.Record(sender.Key)!.ReplyTo);
    }

    [Theory]
    [InlineData("cut off")]
    [InlineData("a bit turned")]
    [InlineData("something else")]
    public async Task Wake_DamagedRecord_IsNamedKeptAsideAndFreedByClosing(string damage)
    {
        await using var sender = await OpenAsync();
        await sender.SendAsync(0, 3);
        await stored.UntilAsync(sender.Key, record => record.NextSequence == 4);
        await stored.Cluster.DeactivateAsync(stored.Grain(sender.Key));
        var content = stored.Store.Find(sender.Key.ToString())!;
        var damaged = damage switch
        {
            "cut off" => content[..^1],
            "a bit turned" => [.. content[..^1], (byte)(content[^1] ^ 1)],
            _ => "{\"state\": 1}"u8.ToArray(),
        };
        stored.Store.Replace(sender.Key.ToString(), damaged);

        var answer = Assert.Single(await sender.SendAsync(4));
        var exception = await Assert.ThrowsAsync<SessionException>(() => stored.Grain(sender.Key).GetPositionAsync());

        Assert.Equal((ErrorCodes.DamagedState, exception.Message), (answer.Error!.Code, answer.Error.Message));
        Assert.Equal(ErrorCodes.DamagedState, exception.Code);
        Assert.Equal(damaged, stored.Store.Find(sender.Key.ToString()));
        Assert.Equal(damaged, stored.Store.Find(sender.Key.ToString(), "damaged"));
        await stored.Grain(sender.Key).CloseAsync();
        await stored.Cluster.DeactivateAsync(stored.Grain(sender.Key));
        Assert.Equal(0, (await stored.Grain(sender.Key).GetPositionAsync()).NextSequence);
    }

    [Fact]
    public async Task Open_SessionThatMustExist_IsRefusedWhenItDoesNot()
    {
        await using var sender = await OpenAsync();
        var request = new OpenRequest { MustExist = true };

        var exception = await Assert.ThrowsAsync<SessionException>(() => stored.Grain(sender.Key).OpenAsync(request));
        Assert.Equal((ErrorCodes.UnknownSession, $"there is no session {sender.Key}; open it, or look at its id"), (exception.Code, exception.Message));

        await sender.SendAsync(0);
        Assert.Equal(1, (await stored.Grain(sender.Key).OpenAsync(request)).NextSequence);
    }

    [Fact]
    public async Task Open_WithAnswersThatTheSenderHas_GivesThoseBehindThemAgain()
    {
        await using var sender = await OpenAsync();
        var answers = await sender.SendAsync(0, 5, confirmed: -1);
        await stored.CrashAsync(sender.Key);
        await sender.SendAsync(0, 5, confirmed: -1);

        await stored.Grain(sender.Key).OpenAsync(new OpenRequest { AnsweredThrough = 2, MustExist = true });
        var again = await sender.ReadThroughAsync(5);

        Assert.Equal(OutputBits.Of(answers.Where(answer => answer.Sequence > 2)), OutputBits.Of(again));
    }

    private void Replace(SessionKey key, Action<SessionRecord> change)
    {
        var record = stored.Record(key)!;
        change(record);
        stored.Store.Replace(key.ToString(), stored.Format.Encode(record));
    }

    private Task<StoredSender> OpenAsync() =>
        StoredSender.OpenAsync(stored, shared.NewKey(TinyModels.Letters), new OpenRequest { Seed = 3 });
}
