using RnnCluster.Recurrent.Kernels;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Kernels.Cases;

/// <summary>One line of the report: a step of one layer whose input is as long as its state.</summary>
internal sealed record StepCase(CellKind Cell, StepInput Input, WeightFormat Weights, int HiddenSize, int Batch)
{
    /// <summary>Rows of the embedding table of token input.</summary>
    public const int Vocabulary = 2_000;

    /// <summary>The layer as a network; token input reads an embedding that is as long as the state.</summary>
    public NetworkShape Shape { get; } = new()
    {
        Cell = Cell,
        Layers = 1,
        HiddenSize = HiddenSize,
        FeatureSize = HiddenSize,
        OutputSize = 0,
        Activation = OutputActivation.Softmax,
    };

    public bool HasCellState => Cell == CellKind.Lstm;

    public string CellName => Cell switch
    {
        CellKind.Gru => "GRU",
        CellKind.Lstm => "LSTM",
        _ => "RNN",
    };

    /// <summary>Multiplications and additions that our step needs: <c>2 · batch · gates · hidden · inputs</c>.</summary>
    public double Flops => 2.0 * Batch * Weighted;

    /// <summary>Bytes of the weights that our step has to read once.</summary>
    public long WeightBytes => Weighted * WeightRounding.Bytes(Weights);

    /// <summary>Arithmetic intensity, in flops a byte.</summary>
    public double Intensity => Flops / WeightBytes;

    /// <summary>What cases have in common that are averaged, such as <c>dense input, float32</c>.</summary>
    public string Kind => $"{Input} input, {Weights}".ToLowerInvariant();

    public override string ToString() => $"{CellName}, {Kind}, H {HiddenSize}, B {Batch}";

    /// <summary>Weights that take part: the state's, and the input's unless they were multiplied beforehand.</summary>
    private long Weighted =>
        (long)Shape.Gates * HiddenSize * (HiddenSize + (IsInputPrecomputed ? 0 : Shape.InputSize));

    private bool IsInputPrecomputed => Input == StepInput.Token;
}
