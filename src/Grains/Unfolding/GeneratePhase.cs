using RnnCluster.Grains.Batching;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Grains.Unfolding;

/// <summary>Goes on by itself: each drawn output is given out and read in the step after, the last one too, so that the state has read all of them.</summary>
/// <param name="network">What takes the steps.</param>
/// <param name="state">The session's state.</param>
/// <param name="plan">What is asked for.</param>
/// <param name="firstLogits">What the first output is drawn from; null for what the state's last step gave.</param>
internal abstract class GeneratePhase(RecurrentNetwork network, RecurrentState state, FramePlan plan, float[]? firstLogits) : JobPhase
{
    private int _generated;

    public override StepNetwork Network => network;

    protected RecurrentState State => state;

    public override bool Start(StepScratch? scratch) => DrawNext(firstLogits ?? network.Logits(state), scratch);

    public override void Gather(RowBatch batch)
    {
        var rows = (StepBatch)batch;
        SetInput(rows, rows.Add(state));
    }

    public override bool Take(RowBatch batch, int first, StepScratch scratch)
    {
        var rows = (StepBatch)batch;
        rows.Scatter(first, state);
        return _generated < plan.Generation!.Tokens && DrawNext(rows.Logits(first), scratch);
    }

    /// <summary>Draws the next output, gives it out and keeps it as the next input.</summary>
    /// <returns>False when the sequence is over.</returns>
    protected abstract bool Draw(ReadOnlySpan<float> logits, StepScratch? scratch);

    /// <summary>Gives a row what was drawn.</summary>
    protected abstract void SetInput(StepBatch batch, int row);

    private bool DrawNext(ReadOnlySpan<float> logits, StepScratch? scratch)
    {
        _generated++;
        return Draw(logits, scratch?.Network == network ? scratch : null);
    }
}
