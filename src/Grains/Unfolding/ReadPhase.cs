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

    // A token whose products are in a table needs none; for a single input, the step multiplies by itself.
    private readonly bool _projects = inputs.Count > 1 && !(inputs.Features.Length == 0 && model.Network!.HasProjectedTokens);
    private float[] _starts = [];
    private int _read;

    public override StepNetwork Network => _network;

    public override bool IsLong => _projects;

    /// <summary>The logits of the last step; null when there was none, or when the inputs were answered.</summary>
    public float[]? LastLogits { get; private set; }

    public override bool Start(StepScratch? scratch) => inputs.Count > 0;

    public override void Gather(RowBatch batch)
    {
        var rows = (StepBatch)batch;
        var row = rows.Add(state);
        if (_projects)
        {
            rows.SetProjected(row, Projected(rows));
        }
        else if (inputs.Features.Length > 0)
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
        if (_read == inputs.Count)
        {
            _starts = [];
        }

        if (_read == inputs.Count && !answers)
        {
            LastLogits = logits.ToArray();
        }

        return _read < inputs.Count;
    }

    /// <summary>The next input's products. Those of the inputs behind it are made with it.</summary>
    private ReadOnlySpan<float> Projected(StepBatch rows)
    {
        var ahead = _read % RowBatch.ProjectionRowsLimit;
        if (ahead == 0)
        {
            var count = Math.Min(RowBatch.ProjectionRowsLimit, inputs.Count - _read);
            _starts = _starts.Length > 0 ? _starts : new float[count * _network.StartStride];
            rows.Project(inputs, _read, _starts.AsSpan(0, count * _network.StartStride));
        }

        return _starts.AsSpan(ahead * _network.StartStride, _network.StartStride);
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
