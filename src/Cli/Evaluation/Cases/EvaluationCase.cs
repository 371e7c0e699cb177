using RnnCluster.Abstractions.Frames;
using RnnCluster.Cli.Commands;

namespace RnnCluster.Cli.Evaluation.Cases;

/// <summary>One sequence of a data file: what a session reads, and what its answer is compared with.</summary>
/// <param name="Place">Where it stands, for messages.</param>
/// <param name="Input">What the session reads as one whole sequence.</param>
internal abstract record EvaluationCase(string Place, FrameInput Input)
{
    /// <summary>Whether the comparison needs all probabilities.</summary>
    public virtual bool NeedsScores => false;

    /// <summary>What this case adds to the metric: numbers that are summed over all cases before the metric is computed.</summary>
    /// <param name="outputs">All outputs of the session.</param>
    /// <exception cref="CommandException">The answer has not the form that the data need.</exception>
    public abstract double[] Compare(IReadOnlyList<StepOutput> outputs);

    /// <summary>Requires as many outputs as the data have answers.</summary>
    protected void RequireOutputs(IReadOnlyList<StepOutput> outputs, int expected)
    {
        if (outputs.Count != expected)
        {
            throw new CommandException($"{Place}: the session gave {outputs.Count} outputs; the data need {expected}");
        }
    }
}
