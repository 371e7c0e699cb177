using RnnCluster.Abstractions.Frames;
using RnnCluster.Cli.Commands;

namespace RnnCluster.Cli.Evaluation.Cases;

/// <summary>
/// A piano roll, each frame to be foretold from those before it: the negative log-likelihood of independent Bernoullis, summed
/// over the notes. The numbers are: nats, predicted frames.
/// </summary>
/// <remarks>
/// The session reads every frame but the last; the all-zero one that music begins with is the model's own, and what it makes of
/// that is no output, so the first frame counts as given. Probabilities arrive as float32: one that is 0 where the note sounds
/// counts as the smallest float32, and one that is 1 where it is silent as 2⁻²⁵ below 1, the middle between 1 and its neighbour.
/// </remarks>
/// <param name="Place">Where it stands.</param>
/// <param name="Frames">One value a note, 1 where it sounds, <c>[frames, notes]</c>; two frames or more.</param>
internal sealed record PianoRollCase(string Place, float[][] Frames) : EvaluationCase(Place, new FeaturesInput(Frames[..^1]))
{
    private const double LeastSilence = 1.0 / (1 << 25);

    public override bool NeedsScores => true;

    public override double[] Compare(IReadOnlyList<StepOutput> outputs)
    {
        RequireOutputs(outputs, Frames.Length - 1);
        var nats = 0.0;
        for (var frame = 1; frame < Frames.Length; frame++)
        {
            var probabilities = outputs[frame - 1].Probabilities ?? [];
            if (probabilities.Length != Frames[frame].Length)
            {
                throw new CommandException(
                    $"{Place}: output {frame - 1} has {probabilities.Length} probabilities; the data have {Frames[frame].Length} notes");
            }

            nats += Nats(probabilities, Frames[frame]);
        }

        return [nats, Frames.Length - 1];
    }

    private static double Nats(float[] probabilities, float[] notes)
    {
        var nats = 0.0;
        for (var note = 0; note < notes.Length; note++)
        {
            nats -= notes[note] > 0
                ? Math.Log(Math.Max(probabilities[note], float.Epsilon))
                : Math.Log(Math.Max(1.0 - probabilities[note], LeastSilence));
        }

        return nats;
    }
}
