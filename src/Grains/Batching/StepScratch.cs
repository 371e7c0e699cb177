using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Sampling;

namespace RnnCluster.Grains.Batching;

/// <summary>One worker's working space for one model: the batch, and what turns logits into outputs.</summary>
internal sealed class StepScratch(RecurrentNetwork network, int batchLimit)
{
    public StepBatch Batch { get; } = network.CreateBatch(batchLimit);

    public Sampler Sampler { get; } = new(network.Shape.OutputSize);

    /// <summary>Scores of one row, <c>[output]</c>.</summary>
    public float[] Scores { get; } = new float[network.Shape.OutputSize];
}
