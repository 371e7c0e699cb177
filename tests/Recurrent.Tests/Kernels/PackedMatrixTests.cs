using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Tests.Kernels;

public sealed unsafe class PackedMatrixTests
{
    [Theory]
    [InlineData(1, 16)]
    [InlineData(3, 64)]
    [InlineData(5, 80)]
    [InlineData(7, 208)]
    public void Panel_EveryColumn_LiesWhereTheLayoutSays(int inputs, int outputs)
    {
        var matrix = new PackedMatrix(
            outputs, WeightFormat.Float32, PackedMatrix.PanelWidth, new MatrixPart(inputs, (input, output) => input * 1000 + output));

        for (var panel = 0; panel < outputs; panel += PackedMatrix.PanelWidth)
        {
            var width = matrix.PanelWidthAt(panel);
            Assert.Equal(Math.Min(PackedMatrix.PanelWidth, outputs - panel), width);
            for (var element = 0; element < inputs * width; element++)
            {
                Assert.Equal(element / width * 1000 + panel + element % width, ((float*)matrix.Panel(panel))[element]);
            }
        }

        GC.KeepAlive(matrix);
    }

    [Fact]
    public void Constructor_OutputsNotWholeVectors_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PackedMatrix(17, WeightFormat.Float32, 16, new MatrixPart(1, (_, _) => 0)));
    }
}
