namespace RnnCluster.Cli.Load;

/// <summary>Frames are due at a fixed rate, whatever becomes of those before.</summary>
/// <remarks>
/// Latency counts from when a frame was due, not from when it left: a server that stalls, and a generator that is late, lengthen the
/// latency of every frame that was due meanwhile. A closed loop would have sent one frame then, and omitted the others.
/// </remarks>
internal sealed class OpenLoop(OpenSchedule schedule, LoadMeter meter, TimeProvider time)
{
    /// <summary>Drives the sessions until all frames of the schedule are answered, or until it is cancelled.</summary>
    public async Task RunAsync(IEnumerable<ILoadSession> sessions, CancellationToken cancellation)
    {
        var lanes = sessions.Select((session, index) => new OpenLane(session, index, schedule, meter, time)).ToList();
        var reading = lanes.Select(lane => lane.ReadAsync(cancellation)).ToList();
        try
        {
            await PaceAsync(lanes, cancellation);
        }
        catch (OperationCanceledException)
        {
            // The readers end for the same reason.
        }

        lanes.ForEach(lane => lane.Complete(cancellation));
        await Task.WhenAll(reading);
    }

    private async Task PaceAsync(List<OpenLane> lanes, CancellationToken cancellation)
    {
        for (var frame = 0L; frame < schedule.Frames; cancellation.ThrowIfCancellationRequested())
        {
            var now = time.GetTimestamp();
            for (; frame < schedule.Frames && schedule.DueAt(frame) <= now; frame++)
            {
                meter.Offer(schedule.DueAt(frame));
                lanes[schedule.SessionOf(frame)].Send(cancellation);
            }

            if (frame < schedule.Frames)
            {
                await Task.Delay(WaitFor(schedule.DueAt(frame), now), time, cancellation);
            }
        }
    }

    /// <summary>Whole milliseconds, as timers have them, and at least one: a shorter wait would be none and keep a core busy.</summary>
    private TimeSpan WaitFor(long due, long now) =>
        TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(time.GetElapsedTime(now, due).TotalMilliseconds)));
}
