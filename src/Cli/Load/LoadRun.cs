using RnnCluster.Abstractions.Models;
using RnnCluster.Cli.Commands;
using RnnCluster.Cli.Connection;
using RnnCluster.Client;

namespace RnnCluster.Cli.Load;

/// <summary>One run of a load: opens the sessions, drives them, measures, closes them.</summary>
/// <param name="client">Any client; <see cref="LoadSettings.Configure"/> gives it the room that the load needs.</param>
/// <param name="settings">The load.</param>
/// <param name="time">The clock of the load.</param>
internal sealed class LoadRun(RnnClient client, LoadSettings settings, TimeProvider time)
{
    /// <summary>Runs the load once.</summary>
    /// <param name="progress">Told once a second how it is getting on; null for nobody.</param>
    /// <param name="cancellation">Ends it early; what was measured by then is the result.</param>
    /// <exception cref="CommandException">A setting is out of bounds, or the model cannot be driven.</exception>
    /// <exception cref="Abstractions.Sessions.SessionException">A session was not opened.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled before anything was measured.</exception>
    public async Task<LoadResult> RunAsync(IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        var faults = settings.Faults().ToList();
        if (faults.Count > 0)
        {
            throw new CommandException(string.Join("; ", faults));
        }

        var model = await ModelCheck.RequireAsync(client, settings.Model);
        await using var sessions = new LoadSessions(client, settings, await FramesAsync(model), time);
        var started = time.GetTimestamp();
        await using (Watch(progress, sessions, meter: null))
        {
            await sessions.OpenAsync(cancellation);
        }

        var openSeconds = time.GetElapsedTime(started).TotalSeconds;
        using var meter = new LoadMeter(LoadWindow.BeginningNow(settings, time), time);
        var measured = MeasuredTime.PassAsync(meter.Window, time, cancellation);
        await using (Watch(progress, sessions, meter))
        {
            await DriveAsync(sessions.All, meter, cancellation);
            await measured;
        }

        meter.Take();
        return LoadResult.Of(settings, model, openSeconds, meter, await measured, cancellation.IsCancellationRequested);
    }

    private async Task<LoadFrames> FramesAsync(ModelSummary model)
    {
        if (LoadFrames.Suit(model))
        {
            return LoadFrames.Of(model, settings.Tokens, settings.Seed);
        }

        var models = await client.ListModelsAsync();
        var others = models.Where(other => other.State == ModelState.Serving && LoadFrames.Suit(other)).ToList();
        throw new CommandException(
            $"model '{model.Name}' says neither how many tokens it knows nor how long its vectors are, so there are no frames for it; "
            + (others.Count == 0 ? "no model here does" : $"there are frames for: {string.Join(", ", others.Select(other => other.Name))}"));
    }

    private async Task DriveAsync(IEnumerable<ILoadSession> sessions, LoadMeter meter, CancellationToken cancellation)
    {
        var seconds = settings.WarmUpSeconds + settings.Seconds;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(seconds + settings.DrainSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        if (settings.Rate is { } rate)
        {
            var schedule = new OpenSchedule(meter.Window.Start, rate, seconds, settings.Sessions, time.TimestampFrequency);
            await new OpenLoop(schedule, meter, time, ThreadPause.WaitAsync).RunAsync(sessions, either.Token);
        }
        else
        {
            await new ClosedLoop(settings.Window!.Value, meter, time).RunAsync(sessions, either.Token);
        }
    }

    private LoadMonitor? Watch(IProgress<LoadProgress>? progress, LoadSessions sessions, LoadMeter? meter) =>
        progress is null ? null : new LoadMonitor(progress, sessions, meter, time);
}
