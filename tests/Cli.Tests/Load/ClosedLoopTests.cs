using Microsoft.Extensions.Time.Testing;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Cli.Load;

namespace RnnCluster.Cli.Tests.Load;

public sealed class ClosedLoopTests : IDisposable
{
    private static readonly TimeSpan Tenth = TimeSpan.FromMilliseconds(100);

    private readonly FakeTimeProvider _clock = new();
    private readonly LoadMeter _meter;

    public ClosedLoopTests() => _meter = new LoadMeter(
        LoadWindow.BeginningNow(new LoadSettings { Model = "m", WarmUpSeconds = 1, Seconds = 1 }, _clock), _clock);

    public void Dispose() => _meter.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task RunAsync_AnswersEveryTenth_KeepsTheWindowFullAndDrainsIt(int window)
    {
        var session = new FakeLoadSession(_clock) { AnswersAtOnce = false };

        // An answer sends the next frame; after two seconds the rest is answered and none is sent.
        var run = await StartAsync(window, session);
        for (var tenth = 1; tenth <= 20; tenth++)
        {
            Assert.Equal(window, session.Sent.Count - session.Answered);
            _clock.Advance(Tenth);
            session.AnswerAll(most: window);
        }

        await run;
        _meter.Take();

        Assert.Equal(20 * window, session.Sent.Count);
        var counts = _meter.Count();
        Assert.Equal((0, 10 * window, 10 * window), (counts.InFlight, counts.MeasuredOffered, counts.MeasuredAnswered));
        Assert.Equal((10 * window, 10 * window), (counts.ArrivedInTime, counts.TokensInTime));
        Assert.Equal(100, _meter.Latencies.PercentileMs(0), tolerance: 0.1);
        Assert.Equal(100, _meter.Latencies.PercentileMs(100), tolerance: 0.1);
    }

    [Fact]
    public async Task RunAsync_AnswerInParts_CountsOnceAtTheLastPart()
    {
        var session = new FakeLoadSession(_clock) { AnswersAtOnce = false, FrameTokens = 0 };

        var run = await StartAsync(1, session);
        _clock.Advance(TimeSpan.FromSeconds(1));
        session.AnswerAll(parts: 4);
        _clock.Advance(TimeSpan.FromSeconds(1));
        session.AnswerAll(parts: 3);
        await run;

        Assert.Equal((1, 7), (_meter.Count().MeasuredAnswered, _meter.Count().Tokens));
    }

    [Fact]
    public async Task RunAsync_ErrorAnswers_AreCountedByCodeAndTheSessionGoesOn()
    {
        var session = new FakeLoadSession(_clock) { AnswersAtOnce = false };
        var overloaded = new FrameError(ErrorCodes.Overloaded, "full");

        var run = await StartAsync(1, session);
        for (var tenth = 1; tenth <= 20; tenth++)
        {
            _clock.Advance(Tenth);
            session.AnswerAll(error: tenth is 5 or 15 or 16 ? overloaded : null);
        }

        await run;

        Assert.Equal([new(ErrorCodes.Overloaded, 2)], _meter.Errors);
        Assert.Equal(1, _meter.WarmUpErrors);
        Assert.Equal((10, 8, 3), (_meter.Count().MeasuredOffered, _meter.Count().MeasuredAnswered, _meter.Count().Refused));
    }

    [Fact]
    public async Task RunAsync_LostSession_IsCountedAndTheOthersGoOn()
    {
        var lost = new FakeLoadSession(_clock) { AnswersAtOnce = false };
        var session = new FakeLoadSession(_clock) { AnswersAtOnce = false };

        var run = await StartAsync(1, lost, session);
        lost.Lose(ErrorCodes.SessionLost);
        _clock.Advance(TimeSpan.FromSeconds(1));
        session.AnswerAll();
        _clock.Advance(TimeSpan.FromSeconds(1));
        session.AnswerAll();
        await run;

        Assert.Equal([new(ErrorCodes.SessionLost, 1)], _meter.LostSessions);
        Assert.Equal(2, _meter.Count().Answered);
    }

    /// <returns>The running loop, once all sessions have sent their first frames.</returns>
    private async Task<Task> StartAsync(int window, params FakeLoadSession[] sessions)
    {
        var loop = new ClosedLoop(window, _meter, _clock);

        // Away from the test's context, which would run answers later than they came.
        return await Task.Run(() => Task.FromResult(loop.RunAsync(sessions, CancellationToken.None)), CancellationToken.None);
    }
}
