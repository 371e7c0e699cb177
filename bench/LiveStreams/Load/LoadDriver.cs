namespace RnnCluster.LiveStreams.Load;

/// <summary>Opens sessions, and keeps them busy until it is told to stop.</summary>
internal sealed class LoadDriver(ILoadTarget target)
{
    private const int OpeningAtOnce = 512;
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);

    private Recording _recording = new();
    private ILoad? _load;
    private int _sessions;

    /// <summary>Opens sessions until there are so many.</summary>
    public async Task OpenAsync(int sessions, bool withToken)
    {
        if (sessions <= _sessions)
        {
            return;
        }

        await target.PrepareAsync(sessions);
        var options = new ParallelOptions { MaxDegreeOfParallelism = OpeningAtOnce };
        await Parallel.ForAsync(_sessions, sessions, options, async (session, _) =>
        {
            await target.OpenAsync(session);
            if (withToken)
            {
                await target.AskAsync(session, tokens: 1);
            }
        });
        _sessions = sessions;
    }

    public async Task<TracedStep[]> TraceAsync(int[] tokens)
    {
        await OpenAsync(1, withToken: false);
        return await target.TraceAsync(0, tokens);
    }

    public void Start(LoadPlan plan)
    {
        Mark();
        _load = plan.Rate is { } rate
            ? new OpenLoad(target, plan, rate, Record)
            : new ClosedLoad(target, plan, Record);
    }

    public void Mark() => _recording = new Recording();

    public Sample Take() => _recording.Take();

    /// <summary>Ends the load.</summary>
    /// <returns>Frames that were not answered, and will not be: streams of Orleans may lose events.</returns>
    public async Task<long> StopAsync()
    {
        var load = _load ?? throw new InvalidOperationException("there is no load");
        _load = null;
        try
        {
            await load.StopAsync().WaitAsync(StopPatience);
            return 0;
        }
        catch (TimeoutException)
        {
            return load.Unanswered;
        }
    }

    private void Record(long since) => _recording.Add(since);
}
