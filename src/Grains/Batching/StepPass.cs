using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Grains.Batching;

/// <summary>One pass: gather the jobs' rows, step once, let each job take what its rows gave.</summary>
internal static class StepPass
{
    /// <summary>Advances every job by one step; afterwards <paramref name="jobs"/> holds those that have more to do.</summary>
    /// <param name="scratch">Working space of the jobs' network.</param>
    /// <param name="jobs">As many as fit into the batch with all their rows, or fewer.</param>
    /// <param name="end">Called once for every job that is over, with its failure or null.</param>
    /// <remarks>A job that throws fails alone. Cancelled jobs leave before the step.</remarks>
    public static void Run(StepScratch scratch, List<StepJob> jobs, Action<StepJob, Exception?> end)
    {
        Gather(scratch.Batch, jobs, end);
        if (jobs.Count == 0)
        {
            return;
        }

        scratch.Network.Step(scratch.Batch);
        var kept = 0;
        var first = 0;
        for (var index = 0; index < jobs.Count; index++)
        {
            var job = jobs[index];
            var rows = job.Rows;
            if (TryTake(job, first, scratch, out var failure))
            {
                jobs[kept++] = job;
            }
            else
            {
                end(job, failure);
            }

            first += rows;
        }

        jobs.RemoveRange(kept, jobs.Count - kept);
    }

    /// <summary>Fills the batch with each job's rows; jobs that are cancelled or throw leave.</summary>
    private static void Gather(RowBatch batch, List<StepJob> jobs, Action<StepJob, Exception?> end)
    {
        batch.Clear();
        var kept = 0;
        for (var index = 0; index < jobs.Count; index++)
        {
            var job = jobs[index];
            var rows = batch.Count;
            if (TryGather(batch, job, out var failure))
            {
                jobs[kept++] = job;
            }
            else
            {
                batch.Truncate(rows);
                end(job, failure);
            }
        }

        jobs.RemoveRange(kept, jobs.Count - kept);
    }

    private static bool TryGather(RowBatch batch, StepJob job, out Exception? failure)
    {
        try
        {
            job.Cancellation.ThrowIfCancellationRequested();
            job.Gather(batch);
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
