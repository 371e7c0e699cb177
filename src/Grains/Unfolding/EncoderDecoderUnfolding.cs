using RnnCluster.Grains.Batching;
using RnnCluster.Grains.Models;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Packages;

namespace RnnCluster.Grains.Unfolding;

/// <summary>A source first, then a sequence made from it: translation, or a caption of an image.</summary>
/// <remarks>
/// The source waits until the sequence ends or generation is asked for. Then the encoder reads it and sets the decoder's first state
/// and its attention memory, and the decoder reads its start token. From there on it is generation like any other.
/// </remarks>
internal sealed class EncoderDecoderUnfolding(ServedModel model) : ModelUnfolding(model)
{
    private readonly SourceEncoder _source = model.Package.Source!;
    private readonly RecurrentNetwork _decoder = model.Network!;

    public override IEnumerable<JobPhase> Unfold(FramePlan plan, RecurrentState state, AnswerWriter answer)
    {
        state.Waiting = state.Waiting.Append(plan.Inputs);
        float[]? logits = null;
        if (!state.Encoded && plan.Generation is not null)
        {
            foreach (var phase in Encode(state))
            {
                yield return phase;
            }

            var start = new ReadPhase(Model, state, Model.Start, silent: 1, answers: false, scores: false, answer);
            yield return start;
            logits = start.LastLogits;
        }

        if (state.Encoded && (plan.Generation is not null || state.Beams is not null))
        {
            yield return Generate(plan, state, logits, answer);
        }
    }

    private IEnumerable<JobPhase> Encode(RecurrentState state)
    {
        var summary = state.Waiting.Features;
        if (_source.Layers is { } layers)
        {
            var vectors = Vectors(layers, state.Waiting, _source.EndRows);
            foreach (var layer in layers.Layers)
            {
                var phase = new SequencePhase(layer, vectors);
                yield return phase;
                vectors = phase.Outputs;
                summary = [phase.Last];
            }

            if (_source.Memory is { } memory)
            {
                var memories = new float[vectors.Length][];
                yield return new ApplyPhase(memory, vectors, (position, output) => memories[position] = output);
                state.Memory = AttentionMemory.Of(memories);
            }
        }

        yield return new ApplyPhase(_source.FirstState, summary, (_, hidden) => _decoder.SetFirstHidden(state, hidden));
        state.Waiting = SequenceInputs.None;
        state.Encoded = true;
    }
}
