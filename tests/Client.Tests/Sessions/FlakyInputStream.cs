using Orleans.Streams;
using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Client.Tests.Sessions;

/// <summary>An input stream that takes frames at once, later, or not, as chance has it, and remembers those that it took.</summary>
/// <param name="chance">Null to take everything at once.</param>
internal sealed class FlakyInputStream(Random? chance) : InputStreamStub
{
    private readonly Queue<TaskCompletionSource> _pending = new();
    private int _underWay;

    /// <summary>The frames that were taken.</summary>
    public List<InputFrame> Taken { get; } = [];

    /// <summary>Most sends that were under way at a time.</summary>
    public int MostAtATime { get; private set; }

    /// <summary>Ends the sends that are under way.</summary>
    public void CompletePending()
    {
        while (TryTakePending(out var pending))
        {
            pending.SetResult();
        }
    }

    public override Task OnNextAsync(InputFrame item, StreamSequenceToken? token = null) => OnNextBatchAsync([item], token);

    public override async Task OnNextBatchAsync(IEnumerable<InputFrame> batch, StreamSequenceToken? token = null)
    {
        MostAtATime = Math.Max(MostAtATime, Interlocked.Increment(ref _underWay));
        try
        {
            await LaterAsync();
            if (chance?.Next(3) == 0)
            {
                throw new InvalidOperationException("the queue is full");
            }

            Taken.AddRange(batch);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    private Task LaterAsync()
    {
        if (chance is null || chance.Next(2) == 0)
        {
            return Task.CompletedTask;
        }

        // Continues on the thread that completes it: chance is drawn in one order.
        var pending = new TaskCompletionSource();
        lock (_pending)
        {
            _pending.Enqueue(pending);
        }

        return pending.Task;
    }

    private bool TryTakePending(out TaskCompletionSource pending)
    {
        lock (_pending)
        {
            return _pending.TryDequeue(out pending!);
        }
    }
}
