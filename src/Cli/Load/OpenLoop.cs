namespace RnnCluster.Cli.Load;

/// <summary>Frames are due at a fixed rate, whatever becomes of those before.</summary>
/// <remarks>
/// Latency counts from when a frame was due, not from when it left: a server that stalls, and a generator that is late, lengthen the
/// latency of every frame that was due meanwhile. A closed loop would have sent one frame then, and omitted the others.
/// </remarks>
/// <param name="schedule">When frames are due.</param>
/// <param name="meter">Takes what is measured.</param>
/// <param name="time">The clock of the schedule.</param>
/// <param name="pause">Waits for a time; on the thread that calls, when that is more precise.</param>
internal sealed class OpenLoop(OpenSchedule schedule, LoadMeter meter, TimeProvider time, Func<TimeSpan, CancellationToken, Task> pause)
{
    /// <summary>Drives the sessions until all frames of the schedule are answered, or until it is cancelled.</summary>
    public async Task RunAsync(IEnumerable<ILoadSession> sessions, CancellationToken cancellation)
    {
        var lanes = sessions.Select((session, index) => new OpenLane(session, index, schedule, meter, time)).ToList();
        var reading = lanes.Select(lane => lane.ReadAsync(cancellation)).ToList();

        // A thread of its own: the pool's may all be busy with answers when a frame is due.
        await Task.Factory.StartNew(
            () => PaceAsync(lanes, cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        lanes.ForEach(lane => lane.Complete(cancellation));
        await Task.WhenAll(reading);
    }

    private async Task PaceAsync(List<OpenLane> lanes, CancellationToken cancellation)
    {
        var frame = 0L;
        while (frame < schedule.Frames && !cancellation.IsCancellationRequested)
        {
            var now = time.GetTimestamp();
            for (; frame < schedule.Frames && schedule.DueAt(frame) <= now; frame++)
            {
                meter.Offer(schedule.DueAt(frame));
                lanes[schedule.SessionOf(frame)].Send(cancellation);
            }

            if (frame < schedule.Frames)
            {
                await pause(time.GetElapsedTime(now, schedule.DueAt(frame)), cancellation);
            }
        }
    }
}
