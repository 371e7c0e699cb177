using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Grains.Batching;

/// <summary>One pass: gather the states, step once, scatter, hand out the logits.</summary>
internal static class StepPass
{
    /// <summary>Advances every job by one step; afterwards <paramref name="jobs"/> holds those that have more to do.</summary>
    /// <param name="scratch">Working space of the jobs' model.</param>
    /// <param name="jobs">As many as fit into the batch, or fewer.</param>
    /// <param name="end">Called once for every job that is over, with its failure or null.</param>
    /// <remarks>A job that throws fails alone. Cancelled jobs leave before the step.</remarks>
    public static void Run(StepScratch scratch, List<StepJob> jobs, Action<StepJob, Exception?> end)
    {
        Gather(scratch.Batch, jobs, end);
        if (jobs.Count == 0)
        {
            return;
        }

        jobs[0].Network.Step(scratch.Batch);
        var kept = 0;
        for (var row = 0; row < jobs.Count; row++)
        {
            var job = jobs[row];
            if (TakeStep(job, row, scratch, out var failure))
            {
                jobs[kept++] = job;
            }
            else
            {
                end(job, failure);
            }
        }

        jobs.RemoveRange(kept, jobs.Count - kept);
    }

    /// <summary>Fills the batch, a row for each job; those that are cancelled or throw leave.</summary>
    private static void Gather(StepBatch batch, List<StepJob> jobs, Action<StepJob, Exception?> end)
    {
        batch.Clear();
        var kept = 0;
        for (var index = 0; index < jobs.Count; index++)
        {
            var job = jobs[index];
            if (TryAdd(batch, job, out var failure))
            {
                jobs[kept++] = job;
            }
            else
            {
                batch.Truncate(kept);
                end(job, failure);
            }
        }

        jobs.RemoveRange(kept, jobs.Count - kept);
    }

    private static bool TryAdd(StepBatch batch, StepJob job, out Exception? failure)
    {
        try
        {
            job.Cancellation.ThrowIfCancellationRequested();
            job.SetInput(batch, batch.Add(job.State));
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
    private static bool TakeStep(StepJob job, int row, StepScratch scratch, out Exception? failure)
    {
        failure = null;
        try
        {
            scratch.Batch.Scatter(row, job.State);
            return job.TakeOutput(scratch.Batch.Logits(row), scratch);
        }
        catch (Exception exception)
        {
            failure = exception;
            return false;
        }
    }
}
