namespace RnnCluster.LiveStreams.Load;

/// <summary>Every session keeps its number of frames under way: each answer is followed by the next frame.</summary>
internal sealed class ClosedLoad : ILoad
{
    private readonly ILoadTarget _target;
    private readonly int _tokens;
    private readonly Action<long> _record;
    private readonly Task _loops;
    private volatile bool _isStopping;
    private long _unanswered;

    public ClosedLoad(ILoadTarget target, LoadPlan plan, Action<long> record)
    {
        _target = target;
        _tokens = plan.Tokens;
        _record = record;
        var lanes = Enumerable.Range(0, plan.Sessions * plan.Window);
        _loops = Task.WhenAll(lanes.Select(lane => Task.Run(() => LoopAsync(lane % plan.Sessions))));
    }

    public long Unanswered => Interlocked.Read(ref _unanswered);

    public Task StopAsync()
    {
        _isStopping = true;
        return _loops;
    }

    private async Task LoopAsync(int session)
    {
        while (!_isStopping)
        {
            var sent = TimeProvider.System.GetTimestamp();
            Interlocked.Increment(ref _unanswered);
            await _target.AskAsync(session, _tokens);
            Interlocked.Decrement(ref _unanswered);
            _record(sent);
        }
    }
}
