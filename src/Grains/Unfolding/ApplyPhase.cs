using RnnCluster.Grains.Batching;
using RnnCluster.Recurrent.FeedForward;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Grains.Unfolding;

/// <summary>Applies a feed-forward network to vectors, some of them a step.</summary>
internal sealed class ApplyPhase(FeedForwardNetwork network, IReadOnlyList<float[]> inputs) : JobPhase
{
    // Enough to fill the kernel's rows, few enough to leave room for other sessions.
    private const int StepRows = 16;

    private int _done;

    public override StepNetwork Network => network;

    public override int Rows => Math.Min(StepRows, inputs.Count - _done);

    /// <summary>What the network gave for each vector, <c>[vectors, output]</c>.</summary>
    public float[][] Outputs { get; } = new float[inputs.Count][];

    public override bool Start(StepScratch? scratch) => inputs.Count > 0;

    public override void Gather(RowBatch batch)
    {
        for (var row = 0; row < Rows; row++)
        {
            ((FeedForwardBatch)batch).Add(inputs[_done + row]);
        }
    }

    public override bool Take(RowBatch batch, int first, StepScratch scratch)
    {
        var count = Rows;
        for (var row = 0; row < count; row++)
        {
            Outputs[_done + row] = ((FeedForwardBatch)batch).Output(first + row).ToArray();
        }

        _done += count;
        return _done < inputs.Count;
    }
}
