using Microsoft.Extensions.Time.Testing;

namespace RnnCluster.Streams.Tests.Testing;

/// <summary>A clock that a test turns only while the code under test waits for it, however late that gets a processor.</summary>
internal sealed class PacedTime : FakeTimeProvider
{
    private int _waits;
    private int _begun;

    /// <summary>How many waits began so far.</summary>
    public int Begun => Volatile.Read(ref _begun);

    /// <summary>Turns the clock until something happens.</summary>
    public async Task AdvanceUntilAsync(Func<bool> happened)
    {
        while (!happened())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            if (Volatile.Read(ref _waits) > 0)
            {
                Advance(TimeSpan.FromMilliseconds(1));
            }

            await Task.Yield();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.Increment(ref _waits);
        Interlocked.Increment(ref _begun);
        var wait = new Wait(this);
        wait.Timer = base.CreateTimer(
            fired =>
            {
                wait.End();
                callback(fired);
            },
            state,
            dueTime,
            period);
        return wait;
    }

    private sealed class Wait(PacedTime time) : ITimer
    {
        private int _isEnded;

        public ITimer Timer { get; set; } = null!;

        public void End()
        {
            if (Interlocked.Exchange(ref _isEnded, 1) == 0)
            {
                Interlocked.Decrement(ref time._waits);
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => Timer.Change(dueTime, period);

        public void Dispose()
        {
            End();
            Timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            End();
            return Timer.DisposeAsync();
        }
    }
}
