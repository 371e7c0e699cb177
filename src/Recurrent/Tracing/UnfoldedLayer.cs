using RnnCluster.Recurrent.Cells;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Recurrent.Tracing;

/// <summary>One layer as its equations read, one scalar at a time; <see cref="LayerTrace"/> has them, and keeps every number.</summary>
internal sealed class UnfoldedLayer
{
    private readonly CellKind _kind;
    private readonly CellWeights _weights;
    private readonly int _hidden;

    public UnfoldedLayer(CellKind kind, CellWeights weights)
    {
        _kind = kind;
        _weights = weights;
        _hidden = weights.HiddenSize;
        Bias = kind == CellKind.Gru ? GruBias() : new LayerBias(Sum(weights.InputBias, weights.HiddenBias), Recurrent: null);
    }

    public LayerBias Bias { get; }

    /// <summary>Names of the gates of a cell, in PyTorch's order.</summary>
    public static IReadOnlyList<string> GateNames(CellKind kind) => kind switch
    {
        CellKind.Gru => ["r", "z", "n"],
        CellKind.Lstm => ["i", "f", "g", "o"],
        _ => [],
    };

    /// <summary>Step <c>t</c>.</summary>
    /// <param name="x"><c>x_t</c>, <c>[input]</c>.</param>
    /// <param name="before">Step <c>t − 1</c>; null at the first step, where <c>O_0</c> and <c>c_0</c> are zero.</param>
    public LayerTrace Step(float[] x, LayerTrace? before)
    {
        var outputBefore = before?.Output ?? new float[_hidden];
        var inputProduct = Product(_weights.InputWeights, x);
        var inputProjection = Sum(inputProduct, Bias.Input);
        var recurrentProduct = Product(_weights.HiddenWeights, outputBefore);
        var recurrentProjection = Bias.Recurrent is { } bias ? Sum(recurrentProduct, bias) : recurrentProduct;
        var sums = new LayerTrace
        {
            InputProduct = inputProduct,
            InputProjection = inputProjection,
            RecurrentProjection = recurrentProjection,
            PreActivation = Sum(inputProjection, recurrentProjection),
            Gates = [],
            Cell = null,
            Output = [],
        };
        return _kind switch
        {
            CellKind.RnnTanh => sums with { Output = Map(MathF.Tanh, sums.PreActivation) },
            CellKind.RnnRelu => sums with { Output = Map(a => MathF.Max(a, 0), sums.PreActivation) },
            CellKind.Gru => Gru(sums, outputBefore),
            CellKind.Lstm => Lstm(sums, before?.Cell ?? new float[_hidden]),
            _ => throw new InvalidOperationException($"there is no cell {_kind}"),
        };
    }

    /// <summary><c>r, z = σ(a)</c>, <c>n = tanh(x·W_n + b_n + r ⊙ (O·W'_n + b'_n))</c>, <c>O_t = (1 − z) ⊙ n + z ⊙ O_{t-1}</c>.</summary>
    private LayerTrace Gru(LayerTrace sums, float[] outputBefore)
    {
        var r = Map(CellReference.Sigmoid, Block(sums.PreActivation, 0));
        var z = Map(CellReference.Sigmoid, Block(sums.PreActivation, 1));
        var candidate = Sum(Block(sums.InputProjection, 2), Times(r, Block(sums.RecurrentProjection, 2)));
        var n = Map(MathF.Tanh, candidate);
        return sums with
        {
            PreActivation = [.. Block(sums.PreActivation, 0), .. Block(sums.PreActivation, 1), .. candidate],
            Gates = Gates(r, z, n),
            Output = Sum(Times(Map(update => 1 - update, z), n), Times(z, outputBefore)),
        };
    }

    /// <summary><c>i, f, o = σ(a)</c>, <c>g = tanh(a)</c>, <c>c_t = f ⊙ c_{t-1} + i ⊙ g</c>, <c>O_t = o ⊙ tanh(c_t)</c>.</summary>
    private LayerTrace Lstm(LayerTrace sums, float[] cellBefore)
    {
        var i = Map(CellReference.Sigmoid, Block(sums.PreActivation, 0));
        var f = Map(CellReference.Sigmoid, Block(sums.PreActivation, 1));
        var g = Map(MathF.Tanh, Block(sums.PreActivation, 2));
        var o = Map(CellReference.Sigmoid, Block(sums.PreActivation, 3));
        var c = Sum(Times(f, cellBefore), Times(i, g));
        return sums with { Gates = Gates(i, f, g, o), Cell = c, Output = Times(o, Map(MathF.Tanh, c)) };
    }

    private GateTrace[] Gates(params float[][] values) =>
        [.. GateNames(_kind).Zip(values, (name, gate) => new GateTrace(name, gate))];

    private LayerBias GruBias()
    {
        var candidate = 2 * _hidden;
        var input = Sum(_weights.InputBias, _weights.HiddenBias);
        var recurrent = new float[input.Length];
        _weights.InputBias.AsSpan(candidate).CopyTo(input.AsSpan(candidate));
        _weights.HiddenBias.AsSpan(candidate).CopyTo(recurrent.AsSpan(candidate));
        return new LayerBias(input, recurrent);
    }

    /// <summary>A vector times a matrix that PyTorch stores transposed, <c>[gates · hidden, x.Length]</c>.</summary>
    private float[] Product(float[] weights, float[] x) => CellReference.Affine(weights, new float[Bias.Input.Length], x);

    private float[] Block(float[] stacked, int gate) => stacked[(gate * _hidden)..((gate + 1) * _hidden)];

    private static float[] Map(Func<float, float> function, float[] values) => Array.ConvertAll(values, value => function(value));

    private static float[] Sum(float[] left, float[] right) => [.. left.Zip(right, (a, b) => a + b)];

    private static float[] Times(float[] left, float[] right) => [.. left.Zip(right, (a, b) => a * b)];
}
