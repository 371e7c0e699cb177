namespace RnnCluster.Recurrent.Tracing;

/// <summary>One layer at one step.</summary>
/// <remarks>
/// Elman, 1990: <c>O_t = f(a_t)</c> with <c>a_t = x_t·W + b + O_{t-1}·W'</c>, <c>f</c> tanh or ReLU. GRU (Cho et al., 2014, as
/// PyTorch has it): <c>r, z = σ(a_t)</c>, <c>n = tanh(x_t·W_n + b_n + r ⊙ (O_{t-1}·W'_n + b'_n))</c>, <c>O_t = (1 − z) ⊙ n + z ⊙ O_{t-1}</c>.
/// LSTM (Hochreiter and Schmidhuber, 1997; forget gate: Gers et al., 2000): <c>i, f, o = σ(a_t)</c>, <c>g = tanh(a_t)</c>,
/// <c>c_t = f ⊙ c_{t-1} + i ⊙ g</c>, <c>O_t = o ⊙ tanh(c_t)</c>.
/// </remarks>
public sealed record LayerTrace
{
    /// <summary><c>x_t·W</c>, <c>[gates · hidden]</c>; <c>x_t</c> is the step's input, or <c>O_t</c> of the layer below.</summary>
    public required float[] InputProduct { get; init; }

    /// <summary><c>x_t·W + b</c>, <c>[gates · hidden]</c>.</summary>
    public required float[] InputProjection { get; init; }

    /// <summary><c>O_{t-1}·W'</c>, <c>[gates · hidden]</c>; for GRU <c>O_{t-1}·W' + b'</c>.</summary>
    public required float[] RecurrentProjection { get; init; }

    /// <summary>What the activation functions see, <c>a_t</c>, <c>[gates · hidden]</c>: the sum of both projections.</summary>
    /// <remarks>For GRU's n, the recurrent projection is multiplied with the reset gate first.</remarks>
    public required float[] PreActivation { get; init; }

    /// <summary>The gates; empty for Elman cells.</summary>
    public required IReadOnlyList<GateTrace> Gates { get; init; }

    /// <summary><c>c_t</c>, <c>[hidden]</c>; null but for LSTM.</summary>
    public required float[]? Cell { get; init; }

    /// <summary><c>O_t = h_t</c>, <c>[hidden]</c>.</summary>
    public required float[] Output { get; init; }
}
