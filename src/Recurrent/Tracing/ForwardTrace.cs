using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Packages;

namespace RnnCluster.Recurrent.Tracing;

/// <summary>The forward propagation of one sequence, unfolded through time: every number between the inputs and the scores.</summary>
/// <remarks>
/// The notation is that of the unfolded network: <c>O_t = f(x_t·W + O_{t-1}·W' + b)</c> with <c>O_0 = 0</c> and the same <c>W</c>,
/// <c>W'</c> and <c>b</c> at every step. <c>O_t</c> is what PyTorch calls <c>h_t</c>. Vectors over the gates are stacked in PyTorch's
/// order, <c>[gates · hidden]</c>: an Elman cell has one block, GRU has r, z, n, LSTM has i, f, g, o.
/// </remarks>
public sealed record ForwardTrace
{
    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Version of the model.</summary>
    public required string Version { get; init; }

    /// <summary>How the outputs answer the inputs: with many-to-one, only the last step's output counts.</summary>
    public required Topology Topology { get; init; }

    /// <summary>Steps by which the outputs lag: the output of step t answers the input of step t − this. 0 for most models.</summary>
    public required int LookAheadSteps { get; init; }

    /// <summary>The cell of every layer.</summary>
    public required CellKind Cell { get; init; }

    /// <summary>Length of <c>O_t</c> of one layer.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Names of the gates in the order in which they are stacked; empty for Elman cells.</summary>
    public required IReadOnlyList<string> GateNames { get; init; }

    /// <summary>What turns logits into scores.</summary>
    public required OutputActivation Activation { get; init; }

    /// <summary>Name of each logit: its label, the token that it stands for, or its number.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The biases of every layer, from the bottom up; the same at every step.</summary>
    public required IReadOnlyList<LayerBias> Biases { get; init; }

    /// <summary>The steps, <c>t = 1, 2, …</c></summary>
    public required IReadOnlyList<StepTrace> Steps { get; init; }
}
