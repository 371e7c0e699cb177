using Microsoft.Extensions.Time.Testing;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Cli.Load;

namespace RnnCluster.Cli.Tests.Load;

/// <summary>Ten frames a second for four seconds, on a clock that moves only while the loop pauses.</summary>
public sealed class OpenLoopTests : IDisposable
{
    private const double Rate = 10;
    private const double Seconds = 4;
    private const double ToleranceMs = 1;

    private readonly FakeTimeProvider _clock = new();
    private readonly LoadMeter _meter;
    private readonly long _start;

    public OpenLoopTests()
    {
        var settings = new LoadSettings { Model = "m", WarmUpSeconds = 0, Seconds = Seconds };
        _meter = new LoadMeter(LoadWindow.BeginningNow(settings, _clock), _clock);
        _start = _meter.Window.Start;
    }

    private double Now => _clock.GetElapsedTime(_start).TotalSeconds;

    public void Dispose() => _meter.Dispose();

    [Fact]
    public async Task RunAsync_FastServer_SendsEveryFrameWhenItIsDue()
    {
        var sessions = new[] { new FakeLoadSession(_clock), new FakeLoadSession(_clock), new FakeLoadSession(_clock) };

        await RunAsync(sessions, wait => _clock.Advance(wait));

        Assert.Equal([14, 13, 13], sessions.Select(session => session.Sent.Count));
        var firsts = sessions[1].Sent.Take(3).Select(sent => _clock.GetElapsedTime(_start, sent).TotalSeconds);
        Assert.Equal([0.1, 0.4, 0.7], firsts.Select(seconds => Math.Round(seconds, 6)));
        Assert.Equal((40, 40, 40L), (_meter.Count().MeasuredOffered, _meter.Count().ArrivedInTime, _meter.Latencies.TotalCount));
        Assert.Equal(0, _meter.Latencies.PercentileMs(100));
    }

    [Fact]
    public async Task RunAsync_ServerStallsForASecond_EveryFrameThatWasDueMeanwhileShowsIt()
    {
        var session = new FakeLoadSession(_clock);

        await RunAsync([session], wait =>
        {
            _clock.Advance(wait);
            session.AnswersAtOnce = Now is < 1 or >= 2;
            session.AnswerAll(session.AnswersAtOnce ? int.MaxValue : 0);
        });

        // Ten of forty frames waited 1.0, 0.9 … 0.1 s, the others not at all.
        Assert.Equal(40, _meter.Latencies.TotalCount);
        Assert.Equal(0, _meter.Latencies.PercentileMs(75));
        Assert.Equal(600, _meter.Latencies.PercentileMs(90), ToleranceMs);
        Assert.Equal(1_000, _meter.Latencies.PercentileMs(100), ToleranceMs);
        Assert.Equal(0, _meter.SendDelays.PercentileMs(100));
    }

    [Fact]
    public async Task RunAsync_GeneratorStallsForASecond_LatencyCountsFromTheIntendedTime()
    {
        var session = new FakeLoadSession(_clock);
        var stalled = false;

        await RunAsync([session], wait =>
        {
            _clock.Advance(stalled || Now < 1 ? wait : TimeSpan.FromSeconds(1));
            stalled |= Now >= 2;
        });

        Assert.Equal(40, _meter.Latencies.TotalCount);
        Assert.Equal(900, _meter.Latencies.PercentileMs(100), ToleranceMs);
        Assert.Equal(900, _meter.SendDelays.PercentileMs(100), ToleranceMs);
        Assert.Equal(500, _meter.Latencies.PercentileMs(90), ToleranceMs);
    }

    [Fact]
    public async Task RunAsync_NoRoomForASecond_FramesLeaveLaterAndCountFromTheIntendedTime()
    {
        var session = new FakeLoadSession(_clock);

        await RunAsync([session], wait =>
        {
            _clock.Advance(wait);
            switch (Now)
            {
                case >= 1 and < 2:
                    session.Room ??= new TaskCompletionSource();
                    break;
                case >= 2 when session.Room is { } room:
                    session.Room = null;
                    room.SetResult();
                    break;
            }
        });

        Assert.Equal(40, session.Sent.Count);
        Assert.Equal(40, _meter.Latencies.TotalCount);
        Assert.Equal(1_000, _meter.Latencies.PercentileMs(100), ToleranceMs);
        Assert.Equal(600, _meter.Latencies.PercentileMs(90), ToleranceMs);
    }

    [Fact]
    public async Task RunAsync_LostSession_ItsFramesStayWithoutAnswer()
    {
        var sessions = new[] { new FakeLoadSession(_clock), new FakeLoadSession(_clock) { AnswersAtOnce = false } };

        await RunAsync(sessions, wait =>
        {
            _clock.Advance(wait);
            if (Now >= 2)
            {
                sessions[1].Lose(ErrorCodes.SessionLost);
            }
        });

        Assert.Equal((40, 20), (_meter.Count().MeasuredOffered, _meter.Count().MeasuredAnswered));
        Assert.Equal([new(ErrorCodes.SessionLost, 1)], _meter.LostSessions);
    }

    [Fact]
    public async Task RunAsync_Cancelled_EndsWithWhatWasAnswered()
    {
        using var stop = new CancellationTokenSource();
        var session = new FakeLoadSession(_clock);

        await RunAsync(
            [session],
            wait =>
            {
                _clock.Advance(wait);
                if (Now >= 1)
                {
                    stop.Cancel();
                }
            },
            stop);

        Assert.Equal(10, _meter.Latencies.TotalCount);
    }

    private async Task RunAsync(FakeLoadSession[] sessions, Action<TimeSpan> pause, CancellationTokenSource? stop = null)
    {
        var schedule = new OpenSchedule(_start, Rate, Seconds, sessions.Length, _clock.TimestampFrequency);
        var loop = new OpenLoop(schedule, _meter, _clock, (wait, _) =>
        {
            pause(wait);
            return Task.CompletedTask;
        });

        // Away from the test's context, which would run answers later than they came.
        await Task.Run(() => loop.RunAsync(sessions, stop?.Token ?? CancellationToken.None), CancellationToken.None);
        _meter.Take();
    }
}
