using RnnCluster.Grains.Batching;
using RnnCluster.Grains.Models;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Grains.Unfolding;

/// <summary>One input a step, and an output for each: scores that follow the input, tags, generation after a prompt.</summary>
/// <remarks>A model with look-ahead reads its end token at the end of the sequence, until all inputs are answered.</remarks>
internal sealed class StepwiseUnfolding(ServedModel model) : ModelUnfolding(model)
{
    public override IEnumerable<JobPhase> Unfold(FramePlan plan, RecurrentState state, AnswerWriter answer)
    {
        var generates = plan.Generation is not null || state.Beams is not null;
        var read = new ReadPhase(Model, state, plan.Inputs, plan.SilentInputs, !generates, plan.Scores, answer);
        yield return read;
        if (plan.End && Model.LookAheadSteps > 0 && state.Steps > 0)
        {
            yield return new ReadPhase(Model, state, Model.LookAheadEnd, silent: 0, answers: true, plan.Scores, answer);
        }

        if (generates)
        {
            yield return Generate(plan, state, read.LastLogits, answer);
        }
    }
}
