using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Sampling;

namespace RnnCluster.Grains.Batching;

/// <summary>Working space of one pass at a time of one network: the batch, and what turns logits into outputs.</summary>
internal sealed class StepScratch(StepNetwork network, int rowsLimit)
{
    private Sampler? _sampler;
    private float[]? _scores;

    public StepNetwork Network { get; } = network;

    public RowBatch Batch { get; } = network.CreateBatch(rowsLimit);

    /// <summary>Draws from one row of logits.</summary>
    public Sampler Sampler => _sampler ??= new Sampler(Network.OutputSize);

    /// <summary>Scores of one row, <c>[output]</c>.</summary>
    public float[] Scores => _scores ??= new float[Network.OutputSize];
}
