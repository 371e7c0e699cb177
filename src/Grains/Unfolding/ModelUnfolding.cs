using RnnCluster.Grains.Batching;
using RnnCluster.Grains.Models;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Grains.Unfolding;

/// <summary>How the frames of one kind of model become steps: its topology, unfolded through time.</summary>
internal abstract class ModelUnfolding(ServedModel model)
{
    protected ServedModel Model { get; } = model;

    /// <summary>The phases of a frame's work. What stands between two of them runs when the first is done.</summary>
    /// <param name="plan">The checked frame.</param>
    /// <param name="state">The session's state.</param>
    /// <param name="answer">Takes what is given out.</param>
    public abstract IEnumerable<JobPhase> Unfold(FramePlan plan, RecurrentState state, AnswerWriter answer);

    /// <summary>The unfolding of a model.</summary>
    public static ModelUnfolding Of(ServedModel model) => model.Package switch
    {
        { Source: not null } => new EncoderDecoderUnfolding(model),
        { Layers: not null } => new WholeSequenceUnfolding(model),
        { Network: null } => new OneToOneUnfolding(model),
        _ => new StepwiseUnfolding(model),
    };

    /// <summary>The phase that generates as the plan says, after <paramref name="logits"/> or after the state's last step.</summary>
    protected JobPhase Generate(FramePlan plan, RecurrentState state, float[]? logits, AnswerWriter answer) =>
        Model.GeneratesVectors ? new GenerateVectorsPhase(Model, state, plan, logits, answer)
        : plan.Beams > 1 || state.Beams is not null ? new BeamPhase(Model, state, plan, logits, answer)
        : new GenerateTokensPhase(Model, state, plan, logits, answer);

    /// <summary>The vectors that the first layer reads.</summary>
    protected static float[][] Vectors(SequenceNetwork layers, SequenceInputs inputs, int[]? endRows = null)
    {
        if (layers.Shape.FeatureSize > 0)
        {
            return inputs.Features;
        }

        var vectors = new float[inputs.Count + (endRows is null ? 0 : 1)][];
        for (var position = 0; position < vectors.Length; position++)
        {
            vectors[position] = new float[layers.Shape.InputSize];
            layers.Embed(position < inputs.Count ? inputs.TokenRows(position) : endRows, vectors[position]);
        }

        return vectors;
    }
}
