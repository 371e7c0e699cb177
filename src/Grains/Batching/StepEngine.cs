using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Grains.Batching;

/// <summary>
/// Advances the jobs of all sessions of this silo. A worker takes jobs of one network from its ready queue, advances all of them by
/// one step as one batch, and puts those that have more to do at the end of the queue of the network that takes their next step.
/// </summary>
/// <remarks>
/// <para>
/// So jobs join and leave the batch at every pass, networks and sessions take turns, and a session with ten thousand tokens delays
/// the others by no more than its rows. The beams of a search are rows like any other. There is no timer: under load the batch fills
/// by itself, from what comes while passes run.
/// </para>
/// <para>
/// To wake a sleeping worker costs more than the step of a lone session. So while the engine is idle, no job waiting and no pass
/// running, the thread that brings a job takes its first step right there; further steps are the workers'. Workers never wait for
/// such a pass. When two threads bring jobs at a time, or a thread has other work, which may be more jobs, the job waits for a
/// worker and is gathered with those that follow.
/// </para>
/// </remarks>
internal sealed class StepEngine : IDisposable
{
    private readonly object _gate = new();
    private readonly ReadyQueues _ready;
    private readonly SemaphoreSlim _places;
    private readonly StepEngineOptions _options;
    private readonly StepEngineMetrics _metrics;
    private readonly ILogger<StepEngine> _logger;
    private readonly Action<StepJob, Exception?> _end;
    private Thread[] _workers = [];
    private int _passes;
    private bool _stopping;

    public StepEngine(IOptions<StepEngineOptions> options, StepEngineMetrics metrics, ILogger<StepEngine> logger)
    {
        _options = options.Value;
        _metrics = metrics;
        _logger = logger;
        _end = End;
        _ready = new ReadyQueues(_options);
        _places = new SemaphoreSlim(_options.JobsLimit, _options.JobsLimit);
        _metrics.Observe(() => JobsCount, CountReady, CountWork);
    }

    /// <summary>Whether it has stopped: all work fails from then on.</summary>
    public bool IsStopped => Volatile.Read(ref _stopping);

    /// <summary>Jobs that it holds: those that come, wait, and are in passes.</summary>
    public int JobsCount => _options.JobsLimit - _places.CurrentCount;

    /// <summary>Takes a place for a job, which <see cref="Run"/> or <see cref="Leave"/> gives back. Returns at once when one is free.</summary>
    /// <exception cref="SessionException">The engine stayed full for <see cref="StepEngineOptions.JobWaitMs"/>.</exception>
    public async Task EnterAsync(CancellationToken cancellation)
    {
        if (!await _places.WaitAsync(_options.JobWaitMs, cancellation))
        {
            _metrics.Overloaded();
            throw new SessionException(ErrorCodes.Overloaded,
                $"the step engine held {_options.JobsLimit} jobs, as many as it may, for {_options.JobWaitMs} ms; try again later");
        }
    }

    /// <summary>Gives a place back unused.</summary>
    public void Leave() => _places.Release();

    /// <summary>
    /// Runs all steps of <paramref name="job"/>, which must have a place; its <see cref="StepJob.Complete"/> is told the end. When the
    /// engine is idle, this thread takes the first one.
    /// </summary>
    public void Run(StepJob job)
    {
        job.BroughtAt = _metrics.PassClock?.GetTimestamp() ?? 0;
        if (!TryBegin(job, out var pass))
        {
            Refuse(job);
        }
        else if (pass is not null)
        {
            try
            {
                pass.Run(_end, _metrics);
            }
            finally
            {
                PutBack(pass);
            }
        }
    }

    /// <summary>Lets the passes that run end, then fails what is left, and everything that comes later.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopping = true;
            Monitor.PulseAll(_gate);
            while (_passes > 0)
            {
                Monitor.Wait(_gate);
            }
        }

        foreach (var worker in _workers)
        {
            worker.Join();
        }

        // Each end gives a place to one that waits for it; that one fails too, and gives it to the next.
        _ready.Drain().ForEach(Refuse);
    }

    /// <summary>Lets a job wait for a worker, or begins its pass on this thread.</summary>
    /// <returns>False when the engine has stopped.</returns>
    private bool TryBegin(StepJob job, out StepPass? pass)
    {
        pass = null;
        lock (_gate)
        {
            if (_stopping)
            {
                return false;
            }

            if (_passes == 0 && _ready.IsEmpty && job.Rows <= _options.CallerRows && !job.IsLong && !HasOtherWork())
            {
                pass = _ready.TakeAlone(job);
                _passes++;
            }
            else if (_ready.Add(job))
            {
                WakeWorker();
            }

            return true;
        }
    }

    private void Work()
    {
        for (var pass = Next(null); pass is not null; pass = Next(pass))
        {
            pass.Run(_end, _metrics);
        }
    }

    /// <summary>Ends a worker's pass and waits for the next one; null when the engine stops.</summary>
    private StepPass? Next(StepPass? done)
    {
        lock (_gate)
        {
            if (done is not null)
            {
                End(done);
            }

            while (_ready.IsEmpty && !_stopping)
            {
                Monitor.Wait(_gate);
            }

            if (_stopping)
            {
                return null;
            }

            var pass = _ready.Take();
            _passes++;
            WakeWorkerIfReady();
            return pass;
        }
    }

    /// <summary>Ends the pass of a thread that is no worker.</summary>
    private void PutBack(StepPass pass)
    {
        lock (_gate)
        {
            End(pass);
            WakeWorkerIfReady();
        }
    }

    private void End(StepPass pass)
    {
        _ready.PutBack(pass);
        _passes--;
        if (_stopping)
        {
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>
    /// Tells the end of a job. Its place is free before that: who waits for the end may want the place. Never throws: a pass has other
    /// jobs, and a worker other passes.
    /// </summary>
    private void End(StepJob job, Exception? failure)
    {
        _places.Release();
        try
        {
            job.Complete(failure);
        }
        catch (Exception exception)
        {
            failure = exception;
            job.Complete(exception);
        }

        if (failure is not null and not OperationCanceledException)
        {
            StepEngineLog.TryJobFailed(_logger, failure);
        }
    }

    private void Refuse(StepJob job)
    {
        _places.Release();
        job.Complete(new ObjectDisposedException(nameof(StepEngine)));
    }

    private void WakeWorkerIfReady()
    {
        if (!_ready.IsEmpty)
        {
            WakeWorker();
        }
    }

    private void WakeWorker()
    {
        if (_workers.Length == 0 && !_stopping)
        {
            _workers = [.. Enumerable.Range(0, _options.Workers).Select(StartWorker)];
        }

        Monitor.Pulse(_gate);
    }

    private Thread StartWorker(int index)
    {
        var worker = new Thread(Work) { IsBackground = true, Name = $"rnn-step-{index}" };
        worker.Start();
        return worker;
    }

    /// <summary>Whether this thread has more to do than to bring this job.</summary>
    private static bool HasOtherWork() => Thread.CurrentThread.IsThreadPoolThread && ThreadPool.PendingWorkItemCount > 0;

    private int CountReady()
    {
        lock (_gate)
        {
            return _ready.Count;
        }
    }

    /// <summary>What passes did so far, network by network.</summary>
    public IReadOnlyList<PassCounts> CountWork()
    {
        lock (_gate)
        {
            return _ready.CountWork();
        }
    }
}
