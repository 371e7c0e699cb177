using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Tests.Kernels;

/// <summary>Every path against the plain loop, to the bit; the plain loop against double precision.</summary>
public sealed class MatrixKernelTests
{
    private static readonly int[] Rows = [1, 2, 3, 4, 5, 6, 7, 8, 9, 64];

    // One, either side of the vectors of every path, primes, and either side of a panel of columns.
    private static readonly int[] Sizes = [1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 37, 63, 64, 65, 97, 131];

    [Theory]
    [MemberData(nameof(KernelPaths.VectorBits), MemberType = typeof(KernelPaths))]
    public void MultiplyAdd_AwkwardSizes_HasTheBitsOfTheReference(int vectorBits)
    {
        var kernel = KernelPaths.OfWidth(vectorBits);
        foreach (var outputs in Sizes.Select(Lanes.Pad).Distinct())
        {
            foreach (var inputs in Sizes)
            {
                var problem = new Product(seed: inputs * 1000 + outputs, Rows.Max(), inputs, outputs);
                foreach (var rows in Rows)
                {
                    // Rows do not see each other in the reference: the first ones of the whole result are the expected ones.
                    Numbers.AssertSameBits(problem.Reference.AsSpan(0, rows * outputs), problem.Run(kernel, rows));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(KernelPaths.VectorBits), MemberType = typeof(KernelPaths))]
    public void MultiplyAdd_StrideAboveWidth_LeavesOtherColumnsAlone(int vectorBits)
    {
        const int rows = 5, outputs = 80, stride = 112;
        var problem = new Product(seed: 7, rows, inputs: 19, outputs);
        var block = new AlignedBuffer(rows * stride);
        block.Span.Fill(-1);
        var window = new RowBlock(block, stride).From(Lanes.Count);
        for (var row = 0; row < rows; row++)
        {
            problem.Start.AsSpan(row * outputs, outputs).CopyTo(window.Row(row, outputs));
        }

        problem.Run(KernelPaths.OfWidth(vectorBits), rows, window);

        for (var row = 0; row < rows; row++)
        {
            var whole = block.Span.Slice(row * stride, stride);
            Numbers.AssertSameBits(problem.Reference.AsSpan(row * outputs, outputs), whole.Slice(Lanes.Count, outputs));
            Assert.Equal(-1, whole[..Lanes.Count].ToArray().Max());
            Assert.Equal(-1, whole[(Lanes.Count + outputs)..].ToArray().Max());
        }
    }

    [Theory]
    [MemberData(nameof(KernelPaths.VectorBits), MemberType = typeof(KernelPaths))]
    public void MultiplyAdd_NoRows_WritesNothing(int vectorBits)
    {
        var problem = new Product(seed: 3, rows: 1, inputs: 5, outputs: 16);

        Assert.Empty(problem.Run(KernelPaths.OfWidth(vectorBits), rows: 0));
    }

    [Fact]
    public void MultiplyAdd_Reference_StaysWithinTheErrorBoundOfItsSum()
    {
        foreach (var inputs in Sizes)
        {
            const int rows = 3, outputs = 48;
            var problem = new Product(seed: inputs, rows, inputs, outputs);
            for (var element = 0; element < rows * outputs; element++)
            {
                var (exact, magnitude) = problem.InDouble(element / outputs, element % outputs);

                // n fused steps round n times: |error| ≤ n·u / (1 − n·u) · Σ|terms|, u = 2⁻²⁴
                // (Higham, Accuracy and Stability of Numerical Algorithms, section 3.1).
                var roundings = inputs * Math.ScaleB(1, -24);
                Assert.InRange(problem.Reference[element] - exact, -roundings / (1 - roundings) * magnitude,
                    roundings / (1 - roundings) * magnitude);
            }
        }
    }

    /// <summary>A random <c>y += x·W</c>.</summary>
    private sealed class Product
    {
        private readonly AlignedBuffer _inputs;
        private readonly PackedMatrix _weights;
        private readonly float[] _matrix;
        private readonly int _inputStride;

        public Product(int seed, int rows, int inputs, int outputs)
        {
            var random = new Random(seed);
            _matrix = Numbers.Uniform(random, inputs * outputs);
            _weights = new PackedMatrix(inputs, outputs, (input, output) => _matrix[input * outputs + output]);
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

        /// <summary>One element of <c>y</c> in double precision, and the sum of the magnitudes of its terms.</summary>
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
}
