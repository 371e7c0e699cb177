using RnnCluster.Abstractions.Frames;
using RnnCluster.Cli.Commands;

namespace RnnCluster.Cli.Evaluation.Cases;

/// <summary>A sequence of one class; the last output says which. The numbers are: right, cases.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Input">The sequence.</param>
/// <param name="Label">The class by the model's name for it; null when only its index is known.</param>
/// <param name="Index">The class by its place in the model's labels; counts when there is no label.</param>
internal sealed record ClassifiedCase(string Place, FrameInput Input, string? Label, int Index = 0) : EvaluationCase(Place, Input)
{
    public override bool NeedsScores => Label is null;

    public override double[] Compare(IReadOnlyList<StepOutput> outputs)
    {
        if (outputs.Count == 0)
        {
            throw new CommandException($"{Place}: the session gave no output; the data need one class");
        }

        return [IsRight(outputs[^1]) ? 1 : 0, 1];
    }

    private bool IsRight(StepOutput output)
    {
        if (Label is not null)
        {
            return output.Label == Label;
        }

        if (output.Probabilities is not { } probabilities || Index >= probabilities.Length)
        {
            throw new CommandException(
                $"{Place}: the class is {Index}; the model has classes 0 to {(output.Probabilities?.Length ?? 0) - 1}");
        }

        return Array.IndexOf(probabilities, probabilities.Max()) == Index;
    }
}
