using System.Collections.Concurrent;

namespace RnnCluster.Streams.Tests.Cluster;

/// <summary>What arrived where; shared by the silos of this process.</summary>
public sealed class Journal
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, Page> _pages = new();

    /// <summary>An event has arrived at a subscriber.</summary>
    public void Record(string subscriber, Numbered item, string? note = null) => PageOf(subscriber).Record(item, note);

    /// <summary>Waits until so many different events have arrived.</summary>
    public async Task<Arrivals> WaitAsync(string subscriber, int different)
    {
        await ReachAsync(subscriber, different);
        return PageOf(subscriber).Arrivals;
    }

    /// <summary>Waits until so many different events have arrived, and does not look at them.</summary>
    public async Task ReachAsync(string subscriber, int different)
    {
        var page = PageOf(subscriber);
        try
        {
            await page.ReachAsync(different).WaitAsync(Patience, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"{subscriber} has {page.Different} events of {different}");
        }
    }

    private Page PageOf(string subscriber) => _pages.GetOrAdd(subscriber, _ => new Page());

    private sealed class Page
    {
        private readonly Lock _gate = new();
        private readonly List<Numbered> _all = [];
        private readonly List<string?> _notes = [];
        private readonly HashSet<Numbered> _different = [];
        private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];

        public int Different
        {
            get
            {
                lock (_gate)
                {
                    return _different.Count;
                }
            }
        }

        public Arrivals Arrivals
        {
            get
            {
                lock (_gate)
                {
                    return new Arrivals([.. _all], [.. _notes]);
                }
            }
        }

        public void Record(Numbered item, string? note)
        {
            lock (_gate)
            {
                _all.Add(item);
                _notes.Add(note);
                if (_different.Add(item))
                {
                    _waiting.RemoveAll(wait => wait.Count <= _different.Count && wait.Reached.TrySetResult());
                }
            }
        }

        public Task ReachAsync(int count)
        {
            lock (_gate)
            {
                if (_different.Count >= count)
                {
                    return Task.CompletedTask;
                }

                var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiting.Add((count, reached));
                return reached.Task;
            }
        }
    }
}
