using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Recurrent.Tests.Networks;

/// <summary>
/// One sequence of a network with attention, one number at a time in double precision, as the equations read (PyTorch's GRU and LSTM;
/// Luong et al., 2015, with input feeding).
/// </summary>
internal sealed class AttentionReference(NetworkShape shape, IReadOnlyDictionary<string, float[]> tensors)
{
    private readonly double[] _attentional = new double[shape.HiddenSize];

    public double[][] Hidden { get; } = [.. Enumerable.Range(0, shape.Layers).Select(_ => new double[shape.HiddenSize])];

    public double[][] Cell { get; } = [.. Enumerable.Range(0, shape.Layers).Select(_ => new double[shape.HiddenSize])];

    public double[] Attentional => _attentional;

    /// <summary>Reads <c>x_t</c> and gives the logits.</summary>
    public double[] Step(float[] x, float[][] memory)
    {
        double[] input = [.. x.Select(value => (double)value), .. _attentional];
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            var fromInput = Affine($"rnn.weight_ih_l{layer}", $"rnn.bias_ih_l{layer}", input);
            var fromHidden = Affine($"rnn.weight_hh_l{layer}", $"rnn.bias_hh_l{layer}", Hidden[layer]);
            StepCell(fromInput, fromHidden, Hidden[layer], Cell[layer]);
            input = Hidden[layer];
        }

        var context = Context(input, memory);
        var attentional = Affine("attention.weight", "attention.bias", [.. context, .. input]);
        for (var i = 0; i < attentional.Length; i++)
        {
            _attentional[i] = Math.Tanh(attentional[i]);
        }

        return Affine("head.weight", "head.bias", _attentional);
    }

    private static double[] Context(double[] hidden, float[][] memory)
    {
        var context = new double[hidden.Length];
        double[] weights = [.. memory.Select(row => Math.Exp(row.Select((value, i) => value * hidden[i]).Sum()))];
        for (var position = 0; position < memory.Length; position++)
        {
            for (var i = 0; i < context.Length; i++)
            {
                context[i] += weights[position] / weights.Sum() * memory[position][i];
            }
        }

        return context;
    }

    private void StepCell(double[] x, double[] h, double[] hidden, double[] cell)
    {
        var size = hidden.Length;
        for (var j = 0; j < size; j++)
        {
            if (shape.Cell == CellKind.Gru)
            {
                var reset = Sigmoid(x[j] + h[j]);
                var update = Sigmoid(x[size + j] + h[size + j]);
                var candidate = Math.Tanh(x[2 * size + j] + reset * h[2 * size + j]);
                hidden[j] = (1 - update) * candidate + update * hidden[j];
                continue;
            }

            var input = Sigmoid(x[j] + h[j]);
            var forget = Sigmoid(x[size + j] + h[size + j]);
            var gate = Math.Tanh(x[2 * size + j] + h[2 * size + j]);
            var output = Sigmoid(x[3 * size + j] + h[3 * size + j]);
            cell[j] = forget * cell[j] + input * gate;
            hidden[j] = output * Math.Tanh(cell[j]);
        }
    }

    private double[] Affine(string weight, string bias, double[] x) =>
    [
        .. tensors[bias].Select((constant, row) => constant + x.Select((value, column) => tensors[weight][row * x.Length + column] * value).Sum()),
    ];

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
