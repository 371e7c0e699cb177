using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Tests.Kernels;

/// <summary>Products of more inputs than a chunk has, and of more rows than a tile has, against the plain loop.</summary>
public sealed class MatrixPanelTests
{
    private static readonly int[] Inputs = [127, 128, 129, 255, 256, 257, 400];

    private static readonly int[] Rows = [1, 6, 7, 12, 13, 32, 33];

    [Theory]
    [MemberData(nameof(StepKernelTests.PathsAndFormats), MemberType = typeof(StepKernelTests))]
    public void MultiplyAdd_SeveralChunksAndTiles_HasTheBitsOfTheReference(int vectorBits, WeightFormat format)
    {
        // Two panels, the last one of less than a tile's width.
        const int outputs = PackedMatrix.PanelWidth + 48;
        foreach (var inputs in Inputs)
        {
            var problem = new MatrixProduct(seed: inputs, Rows.Max(), inputs, outputs, format);
            foreach (var rows in Rows)
            {
                Numbers.AssertSameBits(
                    problem.Reference.AsSpan(0, rows * outputs), problem.Run(KernelPaths.OfWidth(vectorBits), rows));
            }
        }
    }
}
