namespace RnnCluster.Oracle.Processes;

/// <summary>One silo of the run, through all its processes: it is started again on the same ports whenever it has ended.</summary>
/// <param name="number">0, 1, 2 …</param>
/// <param name="settings">What its processes are told.</param>
/// <param name="logFile">Where they log.</param>
internal sealed class OracleSilo(int number, SiloSettings settings, string logFile) : IAsyncDisposable
{
    private const int StartsLimit = 5;

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan CensusPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StartRetry = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _inHand = new(1, 1);
    private ChildProcess? _process;

    /// <summary>0, 1, 2 …</summary>
    public int Number => number;

    /// <summary>What the latest process last told of itself.</summary>
    public CensusMessage Census { get; private set; } = Nobody;

    /// <summary>What its processes logged, as far as they could be asked before they ended.</summary>
    public EventTotals Totals { get; } = new();

    /// <summary>Whether its process has ended, or never began.</summary>
    public bool IsDown => _process is null or { Exit.IsCompleted: true };

    private static CensusMessage Nobody => new([], HostsStore: false, [], 0, 0);

    /// <summary>Starts it and waits until it is a member of the cluster.</summary>
    public Task StartAsync() => InHandAsync(StartOnceAsync);

    /// <summary>Starts it when it has ended by itself.</summary>
    /// <returns>Whether it had.</returns>
    public async Task<bool> ReviveAsync()
    {
        // Whoever has it in hand starts it again.
        if (!IsDown || !await _inHand.WaitAsync(TimeSpan.Zero))
        {
            return false;
        }

        try
        {
            if (!IsDown)
            {
                return false;
            }

            await StartOnceAsync();
            return true;
        }
        finally
        {
            _inHand.Release();
        }
    }

    /// <summary>Ends its process at once, and starts it again after a pause.</summary>
    public Task KillAsync(TimeSpan pause, Action killed) => InHandAsync(async () =>
    {
        var process = _process!;
        killed();
        await process.KillAsync();
        await Clock.PassAsync(pause);
        await StartOnceAsync();
    });

    /// <summary>Lets it drain, and starts it again when it has ended.</summary>
    /// <returns>Its exit code; null when it did not end in time and was killed.</returns>
    public async Task<int?> RestartAsync(TimeSpan pause)
    {
        int? code = null;
        await InHandAsync(async () =>
        {
            var process = _process!;
            process.Terminate();
            try
            {
                code = await process.Exit.WaitAsync(DrainPatience);
            }
            catch (TimeoutException)
            {
                await process.KillAsync();
            }

            await Clock.PassAsync(pause);
            await StartOnceAsync();
        });
        return code;
    }

    /// <summary>Holds its process for a while.</summary>
    /// <returns>Whether it ended soon after it went on: the cluster had given it up.</returns>
    public async Task<bool> FreezeAsync(TimeSpan length, TimeSpan watch)
    {
        var process = _process!;
        process.Freeze();
        try
        {
            await Clock.PassAsync(length);
        }
        finally
        {
            process.Thaw();
        }

        await ((Task)process.Exit).WaitAsync(watch).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return process.Exit.IsCompleted;
    }

    /// <summary>Asks the silo for its sessions; an answer that takes long does not count.</summary>
    public async Task TakeCensusAsync()
    {
        if (_process is not { Exit.IsCompleted: false } process)
        {
            return;
        }

        await process.AskAsync(ParentRequest.Census);
        try
        {
            using var patience = new CancellationTokenSource(CensusPatience);
            Census = await ReadAsync<CensusMessage>(process, patience.Token);
            Totals.Replace(Census.Events, Census.Dropped, Census.Doubled);
        }
        catch (OperationCanceledException)
        {
            // It starts, or is held; what it said before is the best that is known.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _inHand.Dispose();
    }

    private async Task InHandAsync(Func<Task> action)
    {
        await _inHand.WaitAsync();
        try
        {
            await action();
        }
        finally
        {
            _inHand.Release();
        }
    }

    private async Task StartOnceAsync()
    {
        for (var left = StartsLimit; ; left--)
        {
            Totals.Keep();
            Census = Nobody;
            _process = ChildProcess.Start(SiloProgram.Verb, settings, logFile);
            using var patience = new CancellationTokenSource(StartPatience);
            try
            {
                await ReadAsync<ReadyMessage>(_process, patience.Token);
                return;
            }
            catch (OperationCanceledException) when (left > 0)
            {
                // It ended, or hangs: the store may not be there yet, or the cluster may still hold its ports' former owner for alive.
                await _process.DisposeAsync();
                await Clock.PassAsync(StartRetry);
            }
            catch (OperationCanceledException)
            {
                throw new OracleException($"silo {number} does not start; see {logFile}");
            }
        }
    }

    /// <summary>Waits for a message; others before it are passed over.</summary>
    /// <exception cref="OperationCanceledException">The process ended, or the time is over.</exception>
    private static async Task<T> ReadAsync<T>(ChildProcess process, CancellationToken patience)
        where T : ChildMessage
    {
        while (await process.Output.WaitToReadAsync(patience))
        {
            while (process.Output.TryRead(out var line))
            {
                if (Lines.Read<ChildMessage>(line) is T message)
                {
                    return message;
                }
            }
        }

        throw new OperationCanceledException("the process ended");
    }
}
