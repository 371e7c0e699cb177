using RnnCluster.Oracle.Frames;
using RnnCluster.Oracle.Journal;
using RnnCluster.Oracle.Processes;

namespace RnnCluster.Oracle.Driving;

/// <summary>All sessions of a client process.</summary>
internal sealed class LoadDriver(ClientSettings settings, ISessionSource sessions, JournalWriter journal, SessionJournal[] former) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private SessionDriver[] _drivers = [];
    private Task _running = Task.CompletedTask;

    /// <summary>What was done so far.</summary>
    public DriverCounts Counts { get; } = new();

    /// <summary>Opens all sessions and begins to send.</summary>
    /// <returns>Completes when all are open.</returns>
    public async Task StartAsync()
    {
        var every = TimeSpan.FromSeconds(SessionDriver.BurstMean * settings.Sessions / settings.FramesPerSecond);
        var context = new DriverContext(sessions, journal, Counts, every, settings.MustClose);
        _drivers =
        [
            .. former.Select((session, number) =>
                new SessionDriver(SessionPlan.Of(settings.Seed, number, settings.Run), session.AnsweredThrough, settings.IsSuccessor, context)),
        ];
        _running = Task.WhenAll(_drivers.Select(driver => driver.RunAsync(_stop.Token)));
        foreach (var driver in _drivers)
        {
            await driver.Opened;
            Counts.AddOpen();
        }
    }

    /// <summary>Sends no more.</summary>
    /// <returns>Completes when all frames are answered and in the journal.</returns>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public void Dispose() => _stop.Dispose();
}
