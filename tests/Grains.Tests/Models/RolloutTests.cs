namespace RnnCluster.Grains.Tests.Models;

/// <summary>Which version a new session gets.</summary>
public sealed class RolloutTests : IDisposable
{
    private readonly CatalogFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Counted with another implementation: SHA-256 of Python's hashlib, bytes 8 to 15 as an exact fraction of 2^64.
    [Theory]
    [InlineData("0", 0)]
    [InlineData("0.1", 100, 8, 18, 20, 23, 30, 34, 40, 57)]
    [InlineData("0.25", 246, 1, 4, 8, 11, 16, 18, 20, 22)]
    [InlineData("0.5", 489, 0, 1, 4, 6, 7, 8, 9, 11)]
    [InlineData("1", 1_000, 0, 1, 2, 3)]
    public async Task Choose_Share_IsThatOfTheKeysHashes(string share, int expected, params int[] first)
    {
        await PublishThreeAsync();
        await _folder.RollOutAsync($$"""{ "current": "2", "candidate": "3", "share": {{share}} }""");

        var candidates = Enumerable.Range(0, 1_000).Where(id => _folder.Choose($"s{id}") == "3").ToList();

        Assert.Equal(expected, candidates.Count);
        Assert.Equal(first, candidates.Take(first.Length));
        Assert.All(Enumerable.Range(0, 1_000).Except(candidates), id => Assert.Equal("2", _folder.Choose($"s{id}")));
    }

    [Fact]
    public async Task Choose_LargerShare_KeepsThoseOfASmallerOne()
    {
        await PublishThreeAsync();
        await _folder.RollOutAsync("""{ "candidate": "3", "share": 0.2 }""");
        var some = Enumerable.Range(0, 200).Where(id => _folder.Choose($"s{id}") == "3").ToList();

        await _folder.RollOutAsync("""{ "candidate": "3", "share": 0.7 }""");

        Assert.NotEmpty(some);
        Assert.All(some, id => Assert.Equal("3", _folder.Choose($"s{id}")));
    }

    [Fact]
    public async Task Rollout_OlderVersion_IsWhatNewSessionsGetUntilTheFileIsGone()
    {
        await PublishThreeAsync();

        await _folder.RollOutAsync("""{ "current": "1" }""");
        Assert.Equal(["1 Serving", "3 Standby", "2 Standby"], _folder.States());
        Assert.Equal("1", _folder.Choose());

        File.Delete(_folder.File("wheel.rollout.json"));
        await _folder.TakeAsync();
        Assert.Equal("3", _folder.Choose());
    }

    [Fact]
    public async Task Rollout_BeforeItsVersionComes_NewSessionsGetWhatTheyGot()
    {
        await _folder.PublishAsync("1");
        await _folder.PublishAsync("2");
        await _folder.RollOutAsync("""{ "current": "1" }""");
        await _folder.RollOutAsync("""{ "current": "4", "candidate": "5", "share": 1 }""");

        Assert.Equal("1", _folder.Choose());
        Assert.Equal(
            [
                "wheel.rollout.json: current is 4, which is not served; served are: 1, 2",
                "wheel.rollout.json: candidate is 5, which is not served; served are: 1, 2",
            ],
            _folder.Catalog.List().SelectMany(model => model.Faults));

        await _folder.PublishAsync("4");
        Assert.Equal("4", _folder.Choose());
        await _folder.PublishAsync("5");
        Assert.Equal("5", _folder.Choose());
    }

    [Fact]
    public async Task Rollout_CurrentWhoseFolderIsGone_NewSessionsGetTheHighestOne()
    {
        await PublishThreeAsync();
        await _folder.RollOutAsync("""{ "current": "2", "candidate": "3", "share": 0 }""");

        await _folder.RemoveAsync("wheel@2");

        Assert.Equal("1", _folder.Choose());
    }

    [Theory]
    [InlineData("""{ "current": """, "the file cannot be read: ")]
    [InlineData("", "the file cannot be read: ")]
    [InlineData("null", "the document is null; it must be an object")]
    [InlineData("""{ "currnet": "1" }""", "the file cannot be read: ")]
    [InlineData("""{ "candidate": "3", "share": 1.5 }""", "share is 1.5; it must be a number from 0 to 1")]
    [InlineData("""{ "candidate": "3", "share": -0.1 }""", "share is -0.1; it must be a number from 0 to 1")]
    [InlineData("""{ "candidate": "3" }""", "share is missing; candidate and share must be given together")]
    [InlineData("""{ "share": 0.5 }""", "candidate is missing; candidate and share must be given together")]
    [InlineData("""{ "current": "3", "candidate": "3", "share": 0.5 }""", "candidate and current are both 3; they must be two versions")]
    public async Task Rollout_Broken_IsToldAndTheLastOneHolds(string json, string fault)
    {
        await PublishThreeAsync();
        await _folder.RollOutAsync("""{ "current": "2" }""");

        await _folder.RollOutAsync(json);

        Assert.Equal("2", _folder.Choose());
        Assert.StartsWith($"wheel.rollout.json: {fault}", Assert.Single(_folder.Refused().Faults), StringComparison.Ordinal);
        await _folder.RollOutAsync("""{ "current": "1" }""");
        Assert.Equal(["1 Serving", "3 Standby", "2 Standby"], _folder.States());
    }

    private async Task PublishThreeAsync()
    {
        await _folder.PublishAsync("1");
        await _folder.PublishAsync("2");
        await _folder.PublishAsync("3");
    }
}
