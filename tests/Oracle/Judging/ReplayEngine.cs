using RnnCluster.Grains.Batching;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Oracle.Judging;

/// <summary>Takes all steps of a frame on the calling thread, one row of one session at a time: no batch, no queue, no worker.</summary>
internal sealed class ReplayEngine
{
    private readonly Dictionary<StepNetwork, StepScratch> _scratches = [];

    /// <summary>Runs a frame's work to its end.</summary>
    public void Run(FrameJob job)
    {
        var hasSteps = job.Start();
        while (hasSteps)
        {
            var scratch = ScratchOf(job.Network);
            scratch.Batch.Clear();
            job.Gather(scratch.Batch);
            scratch.Network.Step(scratch.Batch);
            hasSteps = job.Take(scratch.Batch, first: 0, scratch);
            if (!hasSteps)
            {
                job.Complete(failure: null);
            }
        }
    }

    private StepScratch ScratchOf(StepNetwork network)
    {
        if (!_scratches.TryGetValue(network, out var scratch))
        {
            scratch = new StepScratch(network, StepJob.RowsLimit);
            _scratches.Add(network, scratch);
        }

        return scratch;
    }
}
