namespace RnnCluster.Oracle.Processes;

/// <summary>The client of the run, through all its processes: each goes on with the journal of the one before.</summary>
/// <param name="settings">What its processes are told.</param>
/// <param name="logFile">Where they log.</param>
internal sealed class OracleClient(ClientSettings settings, string logFile) : IAsyncDisposable
{
    private ChildProcess? _process;
    private Task _listening = Task.CompletedTask;
    private TaskCompletionSource _ready = New();
    private TaskCompletionSource _done = New();
    private long _sentBefore;
    private long _resumedBefore;

    /// <summary>What the latest process last told of itself.</summary>
    public ProgressMessage Progress { get; private set; } = Nothing;

    /// <summary>What its processes logged.</summary>
    public EventTotals Totals { get; } = new();

    /// <summary>Frames that were sent, by all processes.</summary>
    public long Sent => _sentBefore + Progress.Sent;

    /// <summary>Completes when the latest process has all sessions open.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Completes when all frames are answered.</summary>
    public Task Done => _done.Task;

    private static ProgressMessage Nothing => new(0, 0, 0, 0, 0, [], 0, 0);

    /// <summary>How often a session was resumed once more, in all processes.</summary>
    public long Resumptions => _resumedBefore + Progress.Resumptions;

    /// <summary>Starts a process.</summary>
    public void Start()
    {
        Totals.Keep();
        (_sentBefore, _resumedBefore) = (Sent, Resumptions);
        Progress = Nothing;
        (_ready, _done) = (New(), New());
        _process = ChildProcess.Start(ClientProgram.Verb, settings with { IsSuccessor = _process is not null }, logFile);
        _listening = ListenAsync(_process);
    }

    /// <summary>Ends the process at once, and starts another one after a pause.</summary>
    public async Task CrashAsync(TimeSpan pause)
    {
        await _process!.KillAsync();
        await _listening;
        await Clock.PassAsync(pause);
        Start();
    }

    /// <summary>Asks it to send no more; <see cref="Done"/> says when all is answered.</summary>
    public Task StopAsync() => _process!.AskAsync(ParentRequest.Stop);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
            await _listening;
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task ListenAsync(ChildProcess process)
    {
        await foreach (var line in process.Output.ReadAllAsync())
        {
            switch (Lines.Read<ChildMessage>(line))
            {
                case ProgressMessage progress:
                    Progress = progress;
                    Totals.Replace(progress.Events, progress.Dropped, progress.Doubled);
                    break;
                case ReadyMessage:
                    _ready.TrySetResult();
                    break;
                case DoneMessage:
                    _done.TrySetResult();
                    break;
            }
        }

        var ended = new OracleException($"the client process ended; see {logFile}");
        _ready.TrySetException(ended);
        _done.TrySetException(ended);
        _ = _ready.Task.Exception;
        _ = _done.Task.Exception;
    }
}
