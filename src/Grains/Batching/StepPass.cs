using Microsoft.Extensions.Logging;

namespace RnnCluster.Grains.Batching;

/// <summary>One pass: gather the states, step once, scatter, hand out the logits.</summary>
internal static class StepPass
{
    /// <summary>Advances every job by one step; afterwards <paramref name="jobs"/> holds those that have more to do.</summary>
    /// <remarks>A job that throws fails alone. Cancelled jobs leave before the step.</remarks>
    public static void Run(StepScratch scratch, List<StepJob> jobs, ILogger logger)
    {
        jobs.RemoveAll(static job =>
        {
            if (job.Cancellation.IsCancellationRequested)
            {
                job.Complete(new OperationCanceledException(job.Cancellation));
                return true;
            }

            return false;
        });
        scratch.Batch.Clear();
        if (jobs.Count == 0)
        {
            return;
        }

        foreach (var job in jobs)
        {
            job.SetInput(scratch.Batch, scratch.Batch.Add(job.State));
        }

        jobs[0].Network.Step(scratch.Batch);
        var kept = 0;
        for (var row = 0; row < jobs.Count; row++)
        {
            if (TakeStep(jobs[row], row, scratch, logger))
            {
                jobs[kept++] = jobs[row];
            }
        }

        jobs.RemoveRange(kept, jobs.Count - kept);
    }

    private static bool TakeStep(StepJob job, int row, StepScratch scratch, ILogger logger)
    {
        try
        {
            scratch.Batch.Scatter(row, job.State);
            if (job.TakeOutput(scratch.Batch.Logits(row), scratch))
            {
                return true;
            }

            job.Complete(failure: null);
        }
        catch (Exception exception)
        {
            StepEngineLog.JobFailed(logger, exception);
            job.Complete(exception);
        }

        return false;
    }
}
