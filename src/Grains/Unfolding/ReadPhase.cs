using RnnCluster.Grains.Batching;
using RnnCluster.Grains.Models;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Grains.Unfolding;

/// <summary>Reads a frame's inputs, one a step, and gives an output for each that is not silent.</summary>
/// <remarks>
/// A model with look-ahead says its output for an input only some steps later; the texts of those that are not answered yet are part
/// of the state.
/// </remarks>
internal sealed class ReadPhase(
    ServedModel model, RecurrentState state, SequenceInputs inputs, int silent, bool answers, bool scores, AnswerWriter answer) : JobPhase
{
    private readonly RecurrentNetwork _network = model.Network!;
    private readonly int _lookAhead = model.LookAheadSteps;
    private int _read;

    public override StepNetwork Network => _network;

    /// <summary>The logits of the last step; null when there was none, or when the inputs were answered.</summary>
    public float[]? LastLogits { get; private set; }

    public override bool Start(StepScratch? scratch) => inputs.Count > 0;

    public override void Gather(RowBatch batch)
    {
        var rows = (StepBatch)batch;
        var row = rows.Add(state);
        if (inputs.Features.Length > 0)
        {
            rows.SetFeatures(row, inputs.Features[_read]);
        }
        else
        {
            rows.SetTokens(row, inputs.TokenRows(_read));
        }
    }

    public override bool Take(RowBatch batch, int first, StepScratch scratch)
    {
        var rows = (StepBatch)batch;
        rows.Scatter(first, state);
        var logits = rows.Logits(first);
        if (answers && _read >= silent)
        {
            Answer(inputs.Tokens.Length > 0 ? inputs.Tokens[_read] : null, logits, scratch.Scores);
        }

        _read++;
        if (_read == inputs.Count && !answers)
        {
            LastLogits = logits.ToArray();
        }

        return _read < inputs.Count;
    }

    private void Answer(string? token, ReadOnlySpan<float> logits, Span<float> values)
    {
        if (_lookAhead > 0)
        {
            state.Waiting = state.Waiting with { Tokens = [.. state.Waiting.Tokens, token!] };
            if (state.Steps <= _lookAhead)
            {
                return;
            }

            token = state.Waiting.Tokens[0];
            state.Waiting = state.Waiting with { Tokens = [.. state.Waiting.Tokens.Skip(1)] };
        }

        _network.Activate(logits, values);
        answer.Emit(model.Describe(token, values, scores));
    }
}
