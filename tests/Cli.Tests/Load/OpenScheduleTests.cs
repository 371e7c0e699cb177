using RnnCluster.Cli.Load;

namespace RnnCluster.Cli.Tests.Load;

public sealed class OpenScheduleTests
{
    private const long Frequency = 1_000_000_000;

    [Fact]
    public void DueAt_Frames_AreEvenlySpaced()
    {
        var schedule = new OpenSchedule(start: 7, framesPerSecond: 1_000, seconds: 2, sessions: 3, Frequency);

        Assert.Equal([7, 1_000_007, 2_000_007], Enumerable.Range(0, 3).Select(frame => schedule.DueAt(frame)));
        Assert.Equal(2_000, schedule.Frames);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1_000)]
    public void DueAt_SessionAndOrdinal_IsThatOfItsFrame(int sessions)
    {
        var schedule = new OpenSchedule(start: 5, framesPerSecond: 333.3, seconds: 10, sessions, Frequency);
        var ordinals = new long[sessions];

        for (var frame = 0L; frame < schedule.Frames; frame++)
        {
            var session = schedule.SessionOf(frame);
            Assert.Equal(schedule.DueAt(frame), schedule.DueAt(session, ordinals[session]++));
        }
    }

    [Fact]
    public void DueAt_LastFrame_IsBeforeTheEnd()
    {
        var schedule = new OpenSchedule(start: 0, framesPerSecond: 3, seconds: 2.5, sessions: 2, Frequency);

        Assert.Equal(8, schedule.Frames);
        Assert.True(schedule.DueAt(7) < 2.5 * Frequency);
        Assert.True(schedule.DueAt(8) >= 2.5 * Frequency);
    }
}
