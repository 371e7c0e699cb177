using RnnCluster.Abstractions.Frames;
using RnnCluster.Grains.Batching;
using RnnCluster.Grains.Models;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Sampling;

namespace RnnCluster.Grains.Unfolding;

/// <summary>Generates vectors of zeros and ones, each element drawn by itself, such as the notes of a chord.</summary>
internal sealed class GenerateVectorsPhase(
    ServedModel model, RecurrentState state, FramePlan plan, float[]? firstLogits, AnswerWriter answer)
    : GeneratePhase(model.Network!, state, plan, firstLogits)
{
    private readonly float _temperature = plan.Sampling!.Temperature;
    private float[] _vector = [];

    protected override bool Draw(ReadOnlySpan<float> logits, StepScratch? scratch)
    {
        var random = State.Sampler;
        _vector = BernoulliSampler.Sample(logits, _temperature, ref random);
        State.Sampler = random;
        answer.Emit(new StepOutput { Features = _vector });
        return true;
    }

    protected override void SetInput(StepBatch batch, int row) => batch.SetFeatures(row, _vector);
}
