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
        scratch.Batch.Clear();
        LeaveOutCancelled(jobs, end);
        if (jobs.Count == 0)
        {
            return;
        }

        var failures = Gather(scratch, jobs);
        jobs[0].Network.Step(scratch.Batch);
        var kept = 0;
        for (var row = 0; row < jobs.Count; row++)
        {
            var job = jobs[row];
            var failure = failures?[row];
            if (failure is null && TakeStep(job, row, scratch, out failure))
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

    private static void LeaveOutCancelled(List<StepJob> jobs, Action<StepJob, Exception?> end)
    {
        var kept = 0;
        for (var index = 0; index < jobs.Count; index++)
        {
            var job = jobs[index];
            if (job.Cancellation.IsCancellationRequested)
            {
                end(job, new OperationCanceledException(job.Cancellation));
            }
            else
            {
                jobs[kept++] = job;
            }
        }

        jobs.RemoveRange(kept, jobs.Count - kept);
    }

    /// <summary>Fills the batch. The row of a job that throws stays, with an input that nobody reads the result of.</summary>
    /// <returns>The rows' failures; null when there are none.</returns>
    private static Exception?[]? Gather(StepScratch scratch, List<StepJob> jobs)
    {
        Exception?[]? failures = null;
        for (var index = 0; index < jobs.Count; index++)
        {
            var row = scratch.Batch.Add(jobs[index].State);
            try
            {
                jobs[index].SetInput(scratch.Batch, row);
            }
            catch (Exception exception)
            {
                failures ??= new Exception?[jobs.Count];
                failures[row] = exception;
            }
        }

        return failures;
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
