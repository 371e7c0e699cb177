using RnnCluster.Grains.Batching;
using RnnCluster.Recurrent.FeedForward;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Grains.Unfolding;

/// <summary>Applies a feed-forward network to vectors, some of them a step.</summary>
/// <param name="network">What is applied.</param>
/// <param name="inputs">The vectors.</param>
/// <param name="taken">Called with the number of each vector and what the network gave for it, as soon as it is there.</param>
internal sealed class ApplyPhase(FeedForwardNetwork network, IReadOnlyList<float[]> inputs, Action<int, float[]> taken) : JobPhase
{
    // Enough to fill the kernel's rows, few enough to leave room for other sessions.
    private const int StepRows = 16;

    private int _done;

    public override StepNetwork Network => network;

    public override int Rows => Math.Min(StepRows, inputs.Count - _done);

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
            taken(_done + row, ((FeedForwardBatch)batch).Output(first + row).ToArray());
        }

        _done += count;
        return _done < inputs.Count;
    }
}
