using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Models;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Abstractions.Streams;
using RnnCluster.Client.Sessions;
using RnnCluster.Grains.Tests.Testing;

namespace RnnCluster.Grains.Tests.Models;

/// <summary>What live sessions notice of versions that come and go: nothing.</summary>
public sealed class ModelVersionsTests(VersionsFixture versions) : IClassFixture<VersionsFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Publish_WhileSessionsStream_TheyStayAndNewOnesGetTheNewVersion()
    {
        var model = await versions.NewModelAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var streams = Enumerable.Range(0, 8).Select(number => StreamAsync(model, $"old{number}", stop.Token)).ToList();
        await Task.WhenAll(streams.Select(stream => stream.Begun));

        await versions.PublishAsync(model, "2");
        await using var fresh = await versions.Client.OpenAsync(model, "new", cancellation: Cancellation);
        var answers = await AskAsync(fresh, first: 0, count: 20);
        await stop.CancelAsync();

        foreach (var stream in streams)
        {
            var bits = await stream.Bits;
            Assert.Equal("1", stream.Session.Opened.ModelVersion);
            Assert.Equal(versions.Replay(model, "1", Vectors(0, bits.Count)), bits);
            await stream.Session.DisposeAsync();
        }

        Assert.Equal("2", fresh.Opened.ModelVersion);
        Assert.Equal(versions.Replay(model, "2", Vectors(0, 20)), answers);
    }

    [Fact]
    public async Task Publish_BrokenVersion_IsToldAndNobodyElseNotices()
    {
        var model = await versions.NewModelAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var stream = StreamAsync(model, "old", stop.Token);
        await stream.Begun;

        versions.Write(model, "2", missing: "head.bias");
        await versions.UntilLoggedAsync($"Model {model} version '2' is not served: weights.safetensors: tensor head.bias is missing");
        await using var fresh = await versions.Client.OpenAsync(model, "new", cancellation: Cancellation);
        await stop.CancelAsync();
        var bits = await stream.Bits;
        await stream.Session.DisposeAsync();

        Assert.Equal("1", fresh.Opened.ModelVersion);
        Assert.Equal(versions.Replay(model, "1", Vectors(0, bits.Count)), bits);
        var listed = await versions.ListAsync(model);
        Assert.Equal([("1", ModelState.Serving, 2), ("2", ModelState.Refused, 0)], listed.Select(row => (row.Version, row.State, row.Sessions)));
        Assert.StartsWith("weights.safetensors: tensor head.bias is missing", Assert.Single(listed[1].Faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_WhereTheSystemTellsOfNothing_IsSeenAllTheSame()
    {
        await versions.PublishLinkedAsync("linked", "1");

        await versions.PublishLinkedAsync("linked", "2");

        await using var session = await versions.Client.OpenAsync("linked", "s", cancellation: Cancellation);
        Assert.Equal("2", session.Opened.ModelVersion);
    }

    [Fact]
    public async Task Superseded_SessionsInMemoryAndStored_GoOnAndItRetiresWithTheLastOne()
    {
        var model = await versions.NewModelAsync();
        await using var awake = await versions.Client.OpenAsync(model, "awake", cancellation: Cancellation);
        await using var asleep = await versions.Client.OpenAsync(model, "asleep", cancellation: Cancellation);
        var bits = await AskAsync(asleep, first: 0, count: 5);
        await versions.Cluster.DeactivateAsync(versions.Grain(asleep.Key));
        await versions.PublishAsync(model, "2");
        Assert.Equal([("2", ModelState.Serving, 0), ("1", ModelState.Retiring, 1)], await StatesAsync(model));

        bits.AddRange(await AskAsync(asleep, first: 5, count: 5));

        Assert.Equal(versions.Replay(model, "1", Vectors(0, 10)), bits);
        Assert.Equal([("2", ModelState.Serving, 0), ("1", ModelState.Retiring, 2)], await StatesAsync(model));
        await asleep.CloseAsync();
        await awake.CloseAsync();
        await versions.UntilLoggedAsync($"Model {model} version 1 has retired", times: 1);
        Assert.Equal([("2", ModelState.Serving, 0), ("1", ModelState.Standby, 0)], await StatesAsync(model));
    }

    [Fact]
    public async Task Removed_SessionInMemoryGoesOn_AndAStoredOneIsRefusedUntilItIsBack()
    {
        var model = await versions.NewModelAsync();
        await using var session = await versions.Client.OpenAsync(model, "s", cancellation: Cancellation);
        var bits = await AskAsync(session, first: 0, count: 3);
        await versions.PublishAsync(model, "2");
        await versions.RemoveAsync(model, "1");
        bits.AddRange(await AskAsync(session, first: 3, count: 3));
        Assert.Equal([("2", ModelState.Serving, 0), ("1", ModelState.Retiring, 1)], await StatesAsync(model));

        await versions.Cluster.DeactivateAsync(versions.Grain(session.Key));
        var refusal = await Assert.ThrowsAsync<SessionException>(session.GetPositionAsync);
        Assert.Equal(ErrorCodes.UnknownModel, refusal.Code);
        Assert.StartsWith($"the session is of version 1 of model '{model}', which is not served here; ", refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith(" has version 2", refusal.Message, StringComparison.Ordinal);

        await versions.BringBackAsync(model, "1");
        bits.AddRange(await AskAsync(session, first: 6, count: 3));
        Assert.Equal(versions.Replay(model, "1", Vectors(0, 9)), bits);
    }

    [Fact]
    public async Task Crash_BeforeTheFirstCheckpoint_IsPlayedAgainOnTheVersionItWasOpenedOn()
    {
        var model = await versions.NewModelAsync();
        versions.Store.RefusesWrites = true;
        await using var session = await versions.Client.OpenAsync(model, "s", cancellation: Cancellation);
        var bits = await AskAsync(session, first: 0, count: 4);
        await versions.CrashAsync(session.Key);
        Assert.Null(versions.Store.Find(session.Key.ToString()));
        await versions.PublishAsync(model, "2");

        bits.AddRange(await AskAsync(session, first: 4, count: 4));

        Assert.Equal(versions.Replay(model, "1", Vectors(0, 8)), bits);
        Assert.Equal("1", (await session.GetPositionAsync()).ModelVersion);
    }

    [Fact]
    public async Task Open_AskingForAVersion_GetsItOrTheOnesThatAreThere()
    {
        var model = await versions.NewModelAsync();
        await versions.PublishAsync(model, "2");
        await using var session = await versions.Client.OpenAsync(model, "s", version: "1", cancellation: Cancellation);

        var bits = await AskAsync(session, first: 0, count: 3);
        var refusal = await Assert.ThrowsAsync<SessionException>(
            () => versions.Client.OpenAsync(model, "t", version: "3", cancellation: Cancellation));

        Assert.Equal(versions.Replay(model, "1", Vectors(0, 3)), bits);
        Assert.Equal(ErrorCodes.UnknownModel, refusal.Code);
        Assert.EndsWith(" has version 1, 2", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FirstFrame_OpeningOnAVersionThatIsNotThere_IsRefusedAndNothingIsApplied()
    {
        var model = await versions.NewModelAsync();
        var key = new SessionKey(model, "s");
        await using var tap = await StreamTap.OpenAsync(versions.Cluster.Client, key.ToString());
        var input = versions.Cluster.Client.GetStreamProvider(RnnStreams.InputProvider).GetStream<InputFrame>(RnnStreams.Input(key));
        var frame = new InputFrame { Sequence = 0, Input = new FeaturesInput([.. Vectors(0, 1)]), Opening = new OpenRequest { ModelVersion = "9" } };

        await input.OnNextAsync(frame);
        Assert.Equal(ErrorCodes.UnknownModel, (await tap.NextAsync()).Error!.Code);

        // It was no session yet; another opening may put it on a version that is there.
        await versions.Cluster.DeactivateAsync(versions.Grain(key));
        await input.OnNextAsync(frame with { Scores = true, Opening = new OpenRequest { ModelVersion = "1" } });
        Assert.Equal(versions.Replay(model, "1", Vectors(0, 1)), OutputBits.Of([await tap.NextAsync()]));
    }

    [Fact]
    public async Task Fork_OfASupersededVersion_StaysOnIt()
    {
        var model = await versions.NewModelAsync();
        await using var session = await versions.Client.OpenAsync(model, "s", cancellation: Cancellation);
        await AskAsync(session, first: 0, count: 3);
        await versions.PublishAsync(model, "2");

        await using var fork = await session.ForkAsync("fork", Cancellation);
        var bits = await AskAsync(fork, first: 3, count: 3);

        Assert.Equal("1", fork.Opened.ModelVersion);
        Assert.Equal(versions.Replay(model, "1", Vectors(0, 6))[3..], bits);
        Assert.Equal([("2", ModelState.Serving, 0), ("1", ModelState.Retiring, 2)], await StatesAsync(model));
    }

    [Fact]
    public async Task Close_LastSessionOfAModelThatIsGone_Succeeds()
    {
        var model = await versions.NewModelAsync();
        await using var session = await versions.Client.OpenAsync(model, "s", cancellation: Cancellation);
        await AskAsync(session, first: 0, count: 1);
        await versions.RemoveAsync(model, "1");

        await session.CloseAsync();

        await versions.UntilLoggedAsync($"Model {model} version 1 has retired", times: 1);
        Assert.Empty(await versions.ListAsync(model));
    }

    [Fact]
    public async Task List_OfTwoSilos_AddsTheirSessions()
    {
        var model = await versions.NewModelAsync();
        for (var number = 0; number < 12; number++)
        {
            await versions.Grain(new SessionKey(model, $"s{number}")).OpenAsync(new OpenRequest());
        }

        var row = Assert.Single(await versions.ListAsync(model));

        Assert.Equal((12, 2, ModelState.Serving), (row.Sessions, row.Silos, row.State));
    }

    /// <summary>Frames of one vector each that follow from their numbers.</summary>
    private static IEnumerable<float[]> Vectors(int first, int count) => Enumerable.Range(first, count)
        .Select(number => new[] { MathF.Sin(number), MathF.Cos(number), number % 3 - 1f });

    private static async Task<List<string>> AskAsync(RnnSession session, int first, int count)
    {
        var bits = new List<string>();
        foreach (var vector in Vectors(first, count))
        {
            bits.AddRange(OutputBits.Of(await session.AskAsync(new FeaturesInput([vector]), scores: true, cancellation: Cancellation)));
        }

        return bits;
    }

    private async Task<List<(string, ModelState, int)>> StatesAsync(string model) =>
        [.. (await versions.ListAsync(model)).Select(row => (row.Version, row.State, row.Sessions))];

    /// <summary>A session that is asked without a pause until it is told to stop.</summary>
    private Stream StreamAsync(string model, string id, CancellationToken stop)
    {
        var stream = new Stream();
        stream.Bits = RunAsync();
        return stream;

        async Task<List<string>> RunAsync()
        {
            stream.Session = await versions.Client.OpenAsync(model, id, cancellation: Cancellation);
            var bits = new List<string>();
            do
            {
                bits.AddRange(await AskAsync(stream.Session, bits.Count, count: 1));
                stream.Tell();
            }
            while (!stop.IsCancellationRequested);

            // It is asked behind the change, too.
            bits.AddRange(await AskAsync(stream.Session, bits.Count, count: 3));
            return bits;
        }
    }

    private sealed class Stream
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Begun => _begun.Task;

        public RnnSession Session { get; set; } = null!;

        public Task<List<string>> Bits { get; set; } = null!;

        public void Tell() => _begun.TrySetResult();
    }
}
