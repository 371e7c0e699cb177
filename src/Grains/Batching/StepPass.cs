namespace RnnCluster.Grains.Batching;

/// <summary>One pass: gather the jobs' rows, step once, let each job take what its rows gave.</summary>
/// <remarks>
/// It holds the batch, and is used again and again, by one thread at a time: nothing is allocated for a pass. A job that throws fails
/// alone. Cancelled jobs leave before the step.
/// </remarks>
/// <param name="queue">Where the jobs come from.</param>
/// <param name="rowsLimit">Most rows.</param>
internal sealed class StepPass(ReadyQueue queue, int rowsLimit)
{
    private StepScratch? _scratch;

    public ReadyQueue Queue { get; } = queue;

    /// <summary>Before the pass those that take part; afterwards those that have more to do.</summary>
    public List<StepJob> Jobs { get; } = [];

    /// <summary>Rows that the jobs came with.</summary>
    public int Rows { get; set; }

    /// <summary>What the last run did; nothing when there was no step.</summary>
    public PassCounts Work { get; private set; }

    /// <summary>Advances every job by one step.</summary>
    /// <param name="end">Called once for every job that is over, with its failure or null.</param>
    /// <param name="metrics">Is told of the pass.</param>
    public void Run(Action<StepJob, Exception?> end, StepEngineMetrics metrics)
    {
        Work = default;
        StepScratch scratch;
        var clock = metrics.PassClock;
        var start = clock?.GetTimestamp() ?? 0;
        long gathered;
        try
        {
            // The first pass takes the memory, here and not under the engine's lock.
            scratch = _scratch ??= new StepScratch(Queue.Network, rowsLimit);
            Gather(scratch, end, start, metrics);
            if (Jobs.Count == 0)
            {
                return;
            }

            gathered = clock?.GetTimestamp() ?? 0;
            scratch.Network.Step(scratch.Batch);
        }
        catch (Exception exception)
        {
            // Not a job's own fault but the pass's, such as no memory for the batch: these jobs end, the engine goes on.
            Fail(exception, end);
            return;
        }

        var stepped = clock?.GetTimestamp() ?? 0;
        Scatter(scratch, end);
        var scattered = clock?.GetTimestamp() ?? 0;
        Work = new PassCounts(Queue.ModelTag, 1, scratch.Batch.Count, gathered - start, stepped - gathered, scattered - stepped);
        metrics.Passed(Work);
    }

    /// <summary>Fills the batch with each job's rows; jobs that are cancelled or throw leave.</summary>
    private void Gather(StepScratch scratch, Action<StepJob, Exception?> end, long start, StepEngineMetrics metrics)
    {
        var batch = scratch.Batch;
        batch.Clear();
        var kept = 0;
        for (var index = 0; index < Jobs.Count; index++)
        {
            var job = Jobs[index];
            var rows = batch.Count;
            if (TryGather(job, scratch, out var failure))
            {
                Jobs[kept++] = job;
                if (job.BroughtAt != 0)
                {
                    metrics.Waited(Queue.ModelTag, job.BroughtAt, start);
                    job.BroughtAt = 0;
                }
            }
            else
            {
                batch.Truncate(rows);
                end(job, failure);
            }
        }

        Jobs.RemoveRange(kept, Jobs.Count - kept);
    }

    /// <summary>Gives each job its rows; those that have no other step, or throw, leave.</summary>
    private void Scatter(StepScratch scratch, Action<StepJob, Exception?> end)
    {
        var kept = 0;
        var first = 0;
        for (var index = 0; index < Jobs.Count; index++)
        {
            var job = Jobs[index];
            var rows = job.Rows;
            if (TryTake(job, first, scratch, out var failure))
            {
                Jobs[kept++] = job;
            }
            else
            {
                end(job, failure);
            }

            first += rows;
        }

        Jobs.RemoveRange(kept, Jobs.Count - kept);
    }

    /// <summary>Ends all jobs.</summary>
    private void Fail(Exception failure, Action<StepJob, Exception?> end)
    {
        foreach (var job in Jobs)
        {
            end(job, failure);
        }

        Jobs.Clear();
    }

    private static bool TryGather(StepJob job, StepScratch scratch, out Exception? failure)
    {
        if (job.Cancellation.IsCancellationRequested)
        {
            failure = new OperationCanceledException(job.Cancellation);
            return false;
        }

        try
        {
            job.Gather(scratch.Batch);
            failure = null;
            return true;
        }
        catch (Exception exception)
        {
            failure = exception;
            return false;
        }
    }

    /// <summary>Whether the job has another step; if not, it is over, well or with <paramref name="failure"/>.</summary>
    private static bool TryTake(StepJob job, int first, StepScratch scratch, out Exception? failure)
    {
        failure = null;
        try
        {
            return job.Take(scratch.Batch, first, scratch);
        }
        catch (Exception exception)
        {
            failure = exception;
            return false;
        }
    }
}
