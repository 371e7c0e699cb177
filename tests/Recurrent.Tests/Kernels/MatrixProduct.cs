using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Tests.Kernels;

/// <summary>A random <c>y += x·W</c>.</summary>
internal sealed class MatrixProduct
{
    private readonly AlignedBuffer _inputs;
    private readonly PackedMatrix _weights;
    private readonly float[] _matrix;
    private readonly int _inputStride;

    public MatrixProduct(int seed, int rows, int inputs, int outputs, WeightFormat format = WeightFormat.Float32)
    {
        var random = new Random(seed);
        _matrix = Numbers.Uniform(random, inputs * outputs);
        _weights = new PackedMatrix(
            outputs,
            format,
            PackedMatrix.PanelWidth,
            new MatrixPart(inputs, (input, output) => _matrix[input * outputs + output]));
        _inputStride = Lanes.Pad(inputs);
        _inputs = new AlignedBuffer(rows * _inputStride);

        // What stands behind the inputs of a row must not matter.
        Numbers.Uniform(random, _inputs.Length, 100).CopyTo(_inputs.Span);
        Start = Numbers.Uniform(random, rows * outputs);
        Reference = Run(new StepKernelReference(), rows);
    }

    /// <summary><c>y</c> before, <c>[rows, outputs]</c>.</summary>
    public float[] Start { get; }

    /// <summary><c>y</c> after, by the plain loop.</summary>
    public float[] Reference { get; }

    /// <summary>The first rows of <c>y</c> after.</summary>
    public float[] Run(IStepKernel kernel, int rows)
    {
        var outputs = new AlignedBuffer(rows * _weights.Outputs);
        Start.AsSpan(0, outputs.Length).CopyTo(outputs.Span);
        Run(kernel, rows, new RowBlock(outputs, _weights.Outputs));
        return outputs.Span.ToArray();
    }

    public void Run(IStepKernel kernel, int rows, RowBlock outputs)
    {
        kernel.MultiplyAdd(rows, new RowBlock(_inputs, _inputStride), _weights, outputs);
        GC.KeepAlive(this);
    }

    /// <summary>One element of <c>y</c> in double precision (float32 weights), and the magnitudes of its terms.</summary>
    public (double Exact, double Magnitude) InDouble(int row, int output)
    {
        double exact = Start[row * _weights.Outputs + output];
        var magnitude = Math.Abs(exact);
        for (var input = 0; input < _weights.Inputs; input++)
        {
            var term = (double)_inputs.Span[row * _inputStride + input] * _matrix[input * _weights.Outputs + output];
            exact += term;
            magnitude += Math.Abs(term);
        }

        return (exact, magnitude);
    }
}
