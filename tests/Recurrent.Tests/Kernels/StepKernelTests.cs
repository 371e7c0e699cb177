using RnnCluster.Recurrent.Cells;
using RnnCluster.Recurrent.Kernels;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Recurrent.Tests.Kernels;

/// <summary>Every path against the plain loop, to the bit; the plain loop against double precision.</summary>
public sealed class StepKernelTests
{
    // Either side of one and of two register tiles, and many.
    private static readonly int[] Rows = [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 64];

    // One, either side of the vectors of every path, primes, and either side of a panel of columns.
    private static readonly int[] Sizes = [1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 37, 63, 64, 65, 97, 131];

    public static MatrixTheoryData<int, WeightFormat> PathsAndFormats { get; } =
        new([.. KernelPaths.All.Select(kernel => kernel.VectorBits)], Enum.GetValues<WeightFormat>());

    [Theory]
    [MemberData(nameof(PathsAndFormats))]
    public void MultiplyAdd_AwkwardSizes_HasTheBitsOfTheReference(int vectorBits, WeightFormat format)
    {
        var kernel = KernelPaths.OfWidth(vectorBits);
        foreach (var outputs in Sizes.Select(Lanes.Pad).Distinct())
        {
            foreach (var inputs in Sizes)
            {
                var problem = new MatrixProduct(seed: inputs * 1000 + outputs, Rows.Max(), inputs, outputs, format);
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
        var problem = new MatrixProduct(seed: 7, rows, inputs: 19, outputs);
        var block = new AlignedBuffer(rows * stride);
        block.Span.Fill(-1);
        var window = new RowBlock(block, stride).At(0, Lanes.Count);
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
        var problem = new MatrixProduct(seed: 3, rows: 1, inputs: 5, outputs: 16);

        Assert.Empty(problem.Run(KernelPaths.OfWidth(vectorBits), rows: 0));
    }

    [Fact]
    public void MultiplyAdd_Reference_StaysWithinTheErrorBoundOfItsSum()
    {
        foreach (var inputs in Sizes)
        {
            const int rows = 3, outputs = 48;
            var problem = new MatrixProduct(seed: inputs, rows, inputs, outputs);
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

    [Theory]
    [MemberData(nameof(KernelPaths.VectorBits), MemberType = typeof(KernelPaths))]
    public void CreateCell_SizesOfItsWeights_AreThoseOfTheCell(int vectorBits)
    {
        var weights = new CellWeights(3, 17, new float[68 * 3], new float[68 * 17], new float[68], new float[68]);

        var cell = KernelPaths.OfWidth(vectorBits).CreateCell(CellKind.Lstm, weights, WeightFormat.Float32);

        Assert.Equal((3, 17, 32, 128), (cell.InputSize, cell.HiddenSize, cell.HiddenStride, cell.StartStride));
    }
}
