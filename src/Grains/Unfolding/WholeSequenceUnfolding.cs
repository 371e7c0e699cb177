using RnnCluster.Grains.Batching;
using RnnCluster.Grains.Models;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Packages;

namespace RnnCluster.Grains.Unfolding;

/// <summary>A bidirectional model: inputs wait until the sequence ends, then all are answered; or one output answers them all.</summary>
internal sealed class WholeSequenceUnfolding(ServedModel model) : ModelUnfolding(model)
{
    private readonly bool _aligned = model.Package.Manifest.Topology == Topology.ManyToMany;

    public override IEnumerable<JobPhase> Unfold(FramePlan plan, RecurrentState state, AnswerWriter answer)
    {
        state.Waiting = state.Waiting.Append(plan.Inputs);
        if (!plan.End || state.Waiting.Count == 0)
        {
            yield break;
        }

        var inputs = state.Waiting;
        var vectors = Vectors(Model.Package.Layers!, inputs);
        float[] last = [];
        foreach (var layer in Model.Package.Layers!.Layers)
        {
            var phase = new SequencePhase(layer, vectors);
            yield return phase;
            vectors = phase.Outputs;
            last = phase.Last;
        }

        yield return new ApplyPhase(Model.Package.FeedForward!, _aligned ? vectors : [last], (position, output) =>
        {
            var token = _aligned && inputs.Tokens.Length > 0 ? inputs.Tokens[position] : null;
            answer.Emit(Model.Describe(token, Model.Activate(output), plan.Scores));
        });
    }
}
