using RnnCluster.Abstractions.Frames;
using RnnCluster.Grains.Batching;
using RnnCluster.Grains.Models;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Sampling;

namespace RnnCluster.Grains.Unfolding;

/// <summary>
/// Searches for the likeliest sequence: every live hypothesis is a row of the batch. What all hypotheses have in common is given out
/// while the search goes on.
/// </summary>
internal sealed class BeamPhase(
    ServedModel model, RecurrentState state, FramePlan plan, float[]? firstLogits, AnswerWriter answer) : JobPhase
{
    private readonly RecurrentNetwork _network = model.Network!;
    private readonly int[] _tokenRows = new int[model.Package.Encoder!.Tables];
    private readonly BeamSearch _search = new(model.EndToken!.Value, model.LengthPenalty);
    private int _steps;

    public override StepNetwork Network => _network;

    public override int Rows => state.Beams!.Live.Count;

    public override bool Start(StepScratch? scratch)
    {
        if (state.Beams is null)
        {
            var start = new BeamState(plan.Beams, [new Hypothesis([], 0, state.Values)], [], GivenOut: 0);
            var logits = firstLogits ?? _network.Logits(state);
            var own = scratch?.Network == _network ? scratch.Scores : new float[logits.Length];
            state.Beams = _search.Expand(start, _ => logits, _ => (float[])state.Values.Clone(), own);
            return GoOn();
        }

        // A frame that ends the sequence and asks for nothing more takes what the search has found.
        return plan.Generation is not null || GoOn();
    }

    public override void Gather(RowBatch batch)
    {
        var rows = (StepBatch)batch;
        foreach (var hypothesis in state.Beams!.Live)
        {
            model.Package.Encoder!.Encode(hypothesis.Tokens[^1], _tokenRows);
            rows.SetTokens(rows.Add(hypothesis.Values, state.Memory), _tokenRows);
        }
    }

    public override bool Take(RowBatch batch, int first, StepScratch scratch)
    {
        var rows = (StepBatch)batch;
        state.Steps++;
        state.Beams = _search.Expand(
            state.Beams!,
            parent => rows.Logits(first + parent),
            parent =>
            {
                var values = new float[state.Values.Length];
                rows.Scatter(first + parent, values);
                return values;
            },
            scratch.Scores);
        return GoOn();
    }

    /// <summary>Gives out what is certain now, and the rest when the search is over.</summary>
    /// <returns>Whether it goes on in this frame.</returns>
    private bool GoOn()
    {
        var beams = state.Beams!;
        _steps++;
        var length = beams.Live.Count > 0 ? beams.Live[0].Tokens.Length : 0;
        var frameIsOver = _steps >= (plan.Generation?.Tokens ?? 0);
        if (BeamSearch.IsOver(beams) || length >= model.MaxTokens || (frameIsOver && plan.End))
        {
            GiveOut(_search.Best(beams).Tokens);
            answer.EndSequence();
            return false;
        }

        GiveOut(BeamSearch.CommonPrefix(beams));
        return !frameIsOver;
    }

    private void GiveOut(ReadOnlySpan<int> tokens)
    {
        foreach (var token in tokens[state.Beams!.GivenOut..])
        {
            answer.Emit(new StepOutput { Token = model.Package.Encoder!.TokenOf(token) });
        }

        state.Beams = state.Beams with { GivenOut = tokens.Length };
    }
}
