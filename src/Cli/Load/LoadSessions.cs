using RnnCluster.Abstractions.Sessions;
using RnnCluster.Client;

namespace RnnCluster.Cli.Load;

/// <summary>The sessions of a load: opened a bounded number at once, and closed at the end as far as that works.</summary>
internal sealed class LoadSessions(RnnClient client, LoadSettings settings, LoadFrames frames, TimeProvider time) : IAsyncDisposable
{
    private const int AtOnce = 256;

    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(10);

    // Session ids of this run: two runs on one cluster must not meet.
    private readonly string _run = Guid.NewGuid().ToString("N");

    private readonly LoadSession?[] _sessions = new LoadSession?[settings.Sessions];
    private int _open;

    /// <summary>Sessions that are open so far.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>All that are open.</summary>
    public IEnumerable<LoadSession> All => _sessions.OfType<LoadSession>();

    /// <summary>Opens all sessions.</summary>
    /// <exception cref="SessionException">One was refused.</exception>
    public Task OpenAsync(CancellationToken cancellation) => Parallel.ForEachAsync(
        Enumerable.Range(0, settings.Sessions),
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
        async (index, token) =>
        {
            var session = await client.OpenAsync(
                settings.Model, $"{_run}-{index}", SessionSeed.Derive(settings.Seed, index), cancellation: token);
            _sessions[index] = new LoadSession(session, frames, index);
            Interlocked.Increment(ref _open);
        });

    /// <summary>Closes what is open, for a bounded time.</summary>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(ClosePatience, time);
        try
        {
            await Parallel.ForEachAsync(
                All, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = patience.Token }, CloseAsync);
        }
        catch (OperationCanceledException)
        {
            // The cluster puts idle sessions away by itself.
        }
    }

    private static async ValueTask CloseAsync(LoadSession session, CancellationToken cancellation)
    {
        try
        {
            await session.CloseAsync().WaitAsync(cancellation);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Its silo is gone, and the session with it.
        }
    }
}
