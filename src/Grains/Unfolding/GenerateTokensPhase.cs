using RnnCluster.Abstractions.Frames;
using RnnCluster.Grains.Batching;
using RnnCluster.Grains.Models;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Sampling;
using RnnCluster.Recurrent.Tokenizers;

namespace RnnCluster.Grains.Unfolding;

/// <summary>Generates tokens until the model's end token is drawn.</summary>
internal sealed class GenerateTokensPhase(
    ServedModel model, RecurrentState state, FramePlan plan, float[]? firstLogits, AnswerWriter answer)
    : GeneratePhase(model.Network!, state, plan, firstLogits)
{
    private readonly TokenEncoder _encoder = model.Package.Encoder!;
    private readonly int[] _tokenRows = new int[model.Package.Encoder!.Tables];
    private readonly SamplingOptions _sampling = plan.Sampling!;

    protected override bool Draw(ReadOnlySpan<float> logits, StepScratch? scratch)
    {
        var random = State.Sampler;
        var token = (scratch?.Sampler ?? new Sampler(logits.Length)).Sample(logits, _sampling, ref random);
        State.Sampler = random;
        if (token == model.EndToken)
        {
            answer.EndSequence();
            return false;
        }

        _encoder.Encode(token, _tokenRows);
        answer.Emit(new StepOutput { Token = _encoder.TokenOf(token) });
        return true;
    }

    protected override void SetInput(StepBatch batch, int row) => batch.SetTokens(row, _tokenRows);
}
