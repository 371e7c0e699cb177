using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Grains.Batching;

/// <summary>
/// Advances the jobs of all sessions of this silo. A worker takes jobs of one network from its ready queue, advances all of them by
/// one step as one batch, and puts those that have more to do at the end of the queue of the network that takes their next step.
/// </summary>
/// <remarks>
/// So jobs join and leave the batch at every pass, networks and sessions take turns, and a session with ten thousand tokens delays
/// the others by no more than its rows. The beams of a search are rows like any other. There is no timer: a lone job runs at once, alone; under load the batch fills by itself.
/// </remarks>
internal sealed class StepEngine : IDisposable
{
    // A worker leaves jobs for the others only when each gets enough to make a batch worth it.
    private const int SplitRows = 16;

    private readonly Lock _starting = new();
    private readonly object _gate = new();
    private readonly Dictionary<StepNetwork, ReadyQueue> _queues = [];
    private readonly Queue<ReadyQueue> _waitingQueues = new();
    private readonly SemaphoreSlim _places;
    private readonly StepEngineOptions _options;
    private readonly ILogger<StepEngine> _logger;
    private Thread[] _workers = [];
    private bool _stopping;
    private long _passes;
    private long _rows;

    public StepEngine(IOptions<StepEngineOptions> options, ILogger<StepEngine> logger)
    {
        _options = options.Value;
        _logger = logger;
        _places = new SemaphoreSlim(_options.JobsLimit, _options.JobsLimit);
    }

    /// <summary>Passes run so far, and the rows that they advanced.</summary>
    public (long Passes, long Rows) Counters => (Interlocked.Read(ref _passes), Interlocked.Read(ref _rows));

    /// <summary>Takes a place for a job, which <see cref="Run"/> or <see cref="Leave"/> gives back.</summary>
    /// <exception cref="SessionException">The engine stayed full for <see cref="StepEngineOptions.JobWaitMs"/>.</exception>
    public async Task EnterAsync(CancellationToken cancellation)
    {
        if (!await _places.WaitAsync(_options.JobWaitMs, cancellation))
        {
            throw new SessionException(ErrorCodes.Overloaded,
                $"the step engine held {_options.JobsLimit} jobs, as many as it may, for {_options.JobWaitMs} ms; try again later");
        }
    }

    /// <summary>Gives a place back unused.</summary>
    public void Leave() => _places.Release();

    /// <summary>Runs all steps of <paramref name="job"/>, which must have a place; its <see cref="StepJob.Completion"/> tells the end.</summary>
    public void Run(StepJob job)
    {
        StartWorkers();
        lock (_gate)
        {
            if (!_stopping)
            {
                Enqueue(QueueOf(job.Network), job);
                return;
            }
        }

        Refuse(job);
    }

    /// <summary>Lets the passes that run end, then fails what is left, and everything that comes later.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopping = true;
            Monitor.PulseAll(_gate);
        }

        foreach (var worker in _workers)
        {
            worker.Join();
        }

        // Each end gives a place to one that waits for it; that one fails too, and gives it to the next.
        foreach (var job in _queues.Values.SelectMany(queue => queue.Jobs))
        {
            Refuse(job);
        }

        _queues.Clear();
        _waitingQueues.Clear();
    }

    private void Refuse(StepJob job)
    {
        _places.Release();
        job.Complete(new ObjectDisposedException(nameof(StepEngine)));
    }

    private void StartWorkers()
    {
        if (_workers.Length > 0)
        {
            return;
        }

        lock (_starting)
        {
            if (_workers.Length == 0)
            {
                _workers = [.. Enumerable.Range(0, _options.Workers).Select(StartWorker)];
            }
        }
    }

    private Thread StartWorker(int index)
    {
        var worker = new Thread(Work) { IsBackground = true, Name = $"rnn-step-{index}" };
        worker.Start();
        return worker;
    }

    private void Work()
    {
        var scratches = new Dictionary<StepNetwork, StepScratch>();
        var jobs = new List<StepJob>(_options.BatchLimit);
        var end = End;
        while (TakeJobs(jobs) is { } queue)
        {
            try
            {
                if (!scratches.TryGetValue(queue.Network, out var scratch))
                {
                    scratches[queue.Network] = scratch = new StepScratch(queue.Network, Math.Max(_options.BatchLimit, StepJob.RowsLimit));
                }

                StepPass.Run(scratch, jobs, end);
                Interlocked.Increment(ref _passes);
                Interlocked.Add(ref _rows, scratch.Batch.Count);
            }
            catch (Exception exception)
            {
                // Not a job's own fault but the pass's, such as no memory for the batch: these jobs end, the worker goes on.
                jobs.ForEach(job => End(job, exception));
                jobs.Clear();
            }

            PutBack(jobs);
        }
    }

    /// <summary>Tells the end of a job. Its place is free before that: who waits for the end may want the place.</summary>
    private void End(StepJob job, Exception? failure)
    {
        _places.Release();
        job.Complete(failure);
        if (failure is not null and not OperationCanceledException)
        {
            StepEngineLog.JobFailed(_logger, failure);
        }
    }

    /// <summary>Waits for ready jobs of some network and takes this worker's share; null when the engine stops.</summary>
    private ReadyQueue? TakeJobs(List<StepJob> jobs)
    {
        lock (_gate)
        {
            while (_waitingQueues.Count == 0 && !_stopping)
            {
                Monitor.Wait(_gate);
            }

            if (_stopping)
            {
                return null;
            }

            var queue = _waitingQueues.Dequeue();
            var share = Math.Max(SplitRows, (queue.Rows + _options.Workers - 1) / _options.Workers);
            queue.Take(Math.Min(share, _options.BatchLimit), jobs);
            queue.Waiting = queue.Jobs.Count > 0;
            if (queue.Waiting)
            {
                _waitingQueues.Enqueue(queue);
                Monitor.Pulse(_gate);
            }

            return queue;
        }
    }

    private void PutBack(List<StepJob> jobs)
    {
        if (jobs.Count > 0)
        {
            lock (_gate)
            {
                foreach (var job in jobs)
                {
                    Enqueue(QueueOf(job.Network), job);
                }
            }

            jobs.Clear();
        }
    }

    private ReadyQueue QueueOf(StepNetwork network)
    {
        if (!_queues.TryGetValue(network, out var queue))
        {
            _queues[network] = queue = new ReadyQueue(network);
        }

        return queue;
    }

    private void Enqueue(ReadyQueue queue, StepJob job)
    {
        queue.Add(job);
        if (!queue.Waiting)
        {
            queue.Waiting = true;
            _waitingQueues.Enqueue(queue);
            Monitor.Pulse(_gate);
        }
    }
}
