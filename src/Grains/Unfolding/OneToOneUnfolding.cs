using RnnCluster.Grains.Batching;
using RnnCluster.Grains.Models;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Grains.Unfolding;

/// <summary>A model without memory: every vector is answered by itself. It is no recurrent network; it shares the engine with those.</summary>
internal sealed class OneToOneUnfolding(ServedModel model) : ModelUnfolding(model)
{
    public override IEnumerable<JobPhase> Unfold(FramePlan plan, RecurrentState state, AnswerWriter answer)
    {
        yield return new ApplyPhase(Model.Package.FeedForward!, plan.Inputs.Features, (_, output) =>
        {
            state.Steps++;
            answer.Emit(Model.Describe(null, Model.Activate(output), plan.Scores));
        });
    }
}
