namespace RnnCluster.Streams.Receiving;

/// <summary>
/// Deliveries to one client. One call at a time is under way; those that come meanwhile travel in the next one together. The first of them
/// makes the call, in the context of its own agent.
/// </summary>
/// <param name="send">Makes the call and gives each delivery its outcome.</param>
internal sealed class ClientLane<T>(Func<List<T>, Task> send)
{
    private const int Most = 64;

    private readonly Lock _gate = new();
    private readonly Queue<Waiting> _waiting = new();
    private bool _isBusy;

    /// <summary>Whether nothing is under way.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate)
            {
                return !_isBusy;
            }
        }
    }

    /// <summary>Completes when the delivery was made, by this call or by another one.</summary>
    public async Task DeliverAsync(T delivery)
    {
        var mine = new Waiting(delivery);
        lock (_gate)
        {
            _waiting.Enqueue(mine);
            if (!_isBusy)
            {
                _isBusy = true;
                mine.Leads.SetResult(true);
            }
        }

        if (await mine.Leads.Task)
        {
            await LeadAsync(mine);
        }
    }

    private async Task LeadAsync(Waiting leader)
    {
        var together = Take();
        var others = together.Where(other => other != leader);
        try
        {
            await send(together.ConvertAll(static waiting => waiting.Delivery));
            PassOn();
            foreach (var other in others)
            {
                other.Leads.SetResult(false);
            }
        }
        catch (Exception exception)
        {
            PassOn();
            foreach (var other in others)
            {
                other.Leads.SetException(exception);
            }

            throw;
        }
    }

    private List<Waiting> Take()
    {
        lock (_gate)
        {
            var together = new List<Waiting>(_waiting.Count);
            while (together.Count < Most && _waiting.TryDequeue(out var next))
            {
                together.Add(next);
            }

            return together;
        }
    }

    private void PassOn()
    {
        lock (_gate)
        {
            _isBusy = _waiting.TryPeek(out var next);
            next?.Leads.SetResult(true);
        }
    }

    private sealed record Waiting(T Delivery)
    {
        public TaskCompletionSource<bool> Leads { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
