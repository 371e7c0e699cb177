using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Orleans.Runtime.Messaging;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Client.Tests.Replies;
using RnnCluster.Client.Tests.Sessions;

namespace RnnCluster.Client.Tests;

public sealed class RnnClientTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeSessionGrain _grain = new();
    private readonly FlakyInputStream _input = new(chance: null);
    private readonly FakeOutputStream _output = new();
    private RnnClient _client = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _client = new RnnClient(
            FakeCluster.Create(_grain, _input, _output),
            Options.Create(new RnnClientOptions { ResendAfterMs = 1_000 }),
            _time,
            NullLogger<RnnClient>.Instance);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    [Fact]
    public async Task Deliver_OutputsOfSeveralSessions_ReachTheirOwn()
    {
        await using var first = await _client.OpenAsync("tagger", "first", cancellation: Cancellation);
        await using var second = await _client.OpenAsync("tagger", "second", cancellation: Cancellation);
        var asking = first.AskAsync(new IdsInput([1]), cancellation: Cancellation);
        var askingSecond = second.AskAsync(new IdsInput([2]), cancellation: Cancellation);

        await _output.DeliverAsync(Answer("second", "b"), Answer("nobody", "c"), Answer("first", "a"));

        Assert.Equal("a", Assert.Single(await asking).Token);
        Assert.Equal("b", Assert.Single(await askingSecond).Token);
        Assert.Equal(1, _output.Subscribed);
        Assert.All(_input.Taken, frame => Assert.Equal(Assert.Single(_client.Replies.Keys), frame.ReplyTo));
    }

    [Fact]
    public async Task Send_SubscriptionLost_IsMadeAgainWhenTheStreamIsSilent()
    {
        await using var session = await _client.OpenAsync("tagger", "s", cancellation: Cancellation);
        var asking = session.AskAsync(new IdsInput([1]), cancellation: Cancellation);
        _output.Lose();

        Pass(seconds: 1);
        Assert.Equal((2, 1, 2), (_input.Taken.Count, _output.Asked, _output.Subscribed));
        await _output.DeliverAsync(Answer("s", "a"));

        Assert.Equal("a", Assert.Single(await asking).Token);
    }

    [Fact]
    public async Task Send_OthersAreHeardOnTheStream_SubscriptionIsMadeAgainAfterAResendInVain()
    {
        await using var session = await _client.OpenAsync("tagger", "s", cancellation: Cancellation);
        await session.SendAsync(new IdsInput([1]), cancellation: Cancellation);

        for (var second = 1; second <= 3; second++)
        {
            Pass(seconds: 0.5);
            await _output.DeliverAsync(Answer("nobody", "c"));
            Pass(seconds: 0.5);
            Assert.Equal(second < 3 ? (2, 0) : (3, 1), (_input.Taken.Count, _output.Asked));
        }
    }

    [Fact]
    public async Task Send_SubscriptionThatIsMadeAgain_IsThereBeforeTheFrameGoesAgain()
    {
        await using var session = await _client.OpenAsync("tagger", "s", cancellation: Cancellation);
        await session.SendAsync(new IdsInput([1]), cancellation: Cancellation);
        var hold = new TaskCompletionSource();
        _output.Hold = hold.Task;

        Pass(seconds: 1);
        Assert.Equal((1, 1), (_input.Taken.Count, _output.Asked));
        hold.SetResult();
        while (_input.Taken.Count < 2)
        {
            await Task.Yield();
            Cancellation.ThrowIfCancellationRequested();
        }
    }

    [Fact]
    public async Task Send_RenewalWithoutAnAnswer_IsGivenUpAndTheFrameGoesAgain()
    {
        await using var session = await _client.OpenAsync("tagger", "s", cancellation: Cancellation);
        await session.SendAsync(new IdsInput([1]), cancellation: Cancellation);
        _output.Hold = new TaskCompletionSource().Task;

        Pass(seconds: 4);

        while (_input.Taken.Count < 2)
        {
            await Task.Yield();
            Cancellation.ThrowIfCancellationRequested();
        }
    }

    [Fact]
    public async Task Open_New_SaysToGrainAndFirstFrameHow()
    {
        await using var session = await _client.OpenAsync(
            "tagger", "s", seed: 7, SessionDurability.EveryFrame, "1", Cancellation);
        await session.SendAsync(new IdsInput([1]), cancellation: Cancellation);
        await session.SendAsync(new IdsInput([1]), cancellation: Cancellation);

        var opening = Assert.Single(_grain.Openings);
        Assert.Equal(
            new OpenRequest
            {
                ReplyTo = Assert.Single(_client.Replies.Keys),
                Seed = 7,
                Durability = SessionDurability.EveryFrame,
                ModelVersion = "1",
            },
            opening);
        Assert.Equal([opening with { Incarnation = 0 }, null], _input.Taken.Select(frame => frame.Opening));
    }

    [Fact]
    public async Task Open_NewWithoutAVersion_SaysToTheFirstFrameWhichOneItGot()
    {
        await using var session = await _client.OpenAsync("tagger", "s", cancellation: Cancellation);
        await session.SendAsync(new IdsInput([1]), cancellation: Cancellation);

        Assert.Null(Assert.Single(_grain.Openings).ModelVersion);
        Assert.Equal("1", Assert.Single(_input.Taken).Opening!.ModelVersion);
    }

    [Fact]
    public async Task Open_WhileTheClusterChanges_TriesAgain()
    {
        _grain.OpenFaults.Enqueue(new SiloUnavailableException("gone"));
        _grain.OpenFaults.Enqueue(new TimeoutException("lost"));
        _grain.OpenFaults.Enqueue(new ConnectionFailedException("refused"));

        var opening = _client.OpenAsync("tagger", "s", cancellation: Cancellation);
        while (!opening.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Yield();
        }

        await using var session = await opening;
        Assert.Equal(4, _grain.Openings.Count);
    }

    [Fact]
    public async Task Open_ThatFails_LeavesNothingBehind()
    {
        _output.Fault = new InvalidOperationException("no silo");
        await Assert.ThrowsAsync<InvalidOperationException>(() => _client.OpenAsync("tagger", "s", cancellation: Cancellation));
        _output.Fault = null;

        await using var session = await _client.OpenAsync("tagger", "s", cancellation: Cancellation);
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(
            () => _client.OpenAsync("tagger", "s", cancellation: Cancellation));

        Assert.Equal("session tagger/s is open in this client already", exception.Message);
    }

    [Fact]
    public async Task Dispose_Client_EndsSubscriptionAndSessions()
    {
        var session = await _client.OpenAsync("tagger", "s", cancellation: Cancellation);

        await _client.DisposeAsync();

        Assert.Empty(_output.Known);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => session.SendAsync(new IdsInput([1]), cancellation: Cancellation));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => _client.OpenAsync("tagger", "t", cancellation: Cancellation));
    }

    private static OutputFrame Answer(string id, string token) =>
        new() { Session = $"tagger/{id}", Sequence = 0, Outputs = [new StepOutput { Token = token }] };

    /// <summary>Lets time pass as the timer sees it.</summary>
    private void Pass(double seconds)
    {
        for (var tenth = 0; tenth < (int)(10 * seconds); tenth++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }
    }
}
