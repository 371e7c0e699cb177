using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Tests.Kernels;

public sealed unsafe class PackedMatrixTests
{
    private static readonly (int Outputs, int PanelWidth)[] Widths =
    [
        (16, 16), (64, 64), (80, 64), (96, 48), (208, 64), (112, 32),
    ];

    [Theory]
    [InlineData(WeightFormat.Float32)]
    [InlineData(WeightFormat.BFloat16)]
    [InlineData(WeightFormat.Int8)]
    public void Panel_EveryColumn_LiesWhereTheLayoutSays(WeightFormat format)
    {
        foreach (var (outputs, panelWidth) in Widths)
        {
            foreach (var inputs in new[] { 1, 3, 7 })
            {
                // Whole numbers up to 127, the largest in every column: exact in every format, with a scale of 1.
                float Element(int input, int output) => input == 0 ? 127 : (input * 31 + output) % 128;
                var matrix = new PackedMatrix(outputs, format, panelWidth, new MatrixPart(inputs, Element));

                for (var panel = 0; panel < outputs; panel += panelWidth)
                {
                    var width = matrix.PanelWidthAt(panel);
                    Assert.Equal(Math.Min(panelWidth, outputs - panel), width);
                    for (var element = 0; element < inputs * width; element++)
                    {
                        var (input, column) = (element / width, element % width);
                        var at = format == WeightFormat.Int8 ? ByteAt(inputs, input, column) : element;

                        Assert.Equal(Element(input, panel + column), Weight(matrix, panel, at));
                    }
                }
            }
        }
    }

    [Fact]
    public void Panel_SeveralParts_LieBehindEachOtherInEveryPanel()
    {
        var matrix = new PackedMatrix(
            48,
            WeightFormat.Float32,
            32,
            new MatrixPart(2, (input, output) => 100 * input + output),
            new MatrixPart(0, (_, _) => float.NaN),
            new MatrixPart(3, (input, output) => -100 * input - output));

        Assert.Equal((5, 48), (matrix.Inputs, matrix.Outputs));
        Assert.Equal(100 * 1 + 31, Weight(matrix, panel: 0, 1 * 32 + 31));
        Assert.Equal(-7, Weight(matrix, panel: 0, 2 * 32 + 7));
        Assert.Equal(-100 * 2 - 31, Weight(matrix, panel: 0, 4 * 32 + 31));
        Assert.Equal(100 * 1 + 32, Weight(matrix, panel: 32, 1 * 16));
        Assert.Equal(-100 * 2 - 47, Weight(matrix, panel: 32, 4 * 16 + 15));
        Assert.True(matrix.Panel(0) + 5 * 32 * sizeof(float) == matrix.Panel(32));
        GC.KeepAlive(matrix);
    }

    [Fact]
    public void Scales_SeveralParts_AreOfEachPartAndOutput()
    {
        var matrix = new PackedMatrix(
            32,
            WeightFormat.Int8,
            16,
            new MatrixPart(2, (input, output) => (input == 0 ? 1 : -0.25f) * output),
            new MatrixPart(1, (_, output) => 10 * output));

        for (var output = 0; output < 32; output++)
        {
            Assert.Equal(output / 127f, *matrix.Scales(0, output));
            Assert.Equal(10 * output / 127f, *matrix.Scales(1, output));
        }

        // A column of zeros has no scale, and its weights are zero.
        Assert.Equal(0, Weight(matrix, panel: 0, 0));
        Assert.Equal(127, Weight(matrix, panel: 16, 3 * 4));
        Assert.Equal(-32, Weight(matrix, panel: 16, 3 * 4 + 1));
        Assert.Equal(127, Weight(matrix, panel: 16, 4 * 16 + 3 * 4));
    }

    [Fact]
    public void Panel_InputsThatFillNoGroup_ArePaddedWithZeros()
    {
        var matrix = new PackedMatrix(16, WeightFormat.Int8, 16, new MatrixPart(5, (_, _) => 1));

        Assert.Equal(5, matrix.Inputs);
        Assert.Equal(8 * 16, matrix.BlockBytes(0));
        Assert.Equal(127, Weight(matrix, panel: 0, 4 * 16));
        Assert.Equal([0, 0, 0], [.. Enumerable.Range(1, 3).Select(pad => Weight(matrix, panel: 0, 4 * 16 + pad))]);
    }

    [Fact]
    public void ColumnSums_AnyRange_AreOfItsInputsAlone()
    {
        // The largest is 127: a scale of 1.
        float Element(int input, int output) => input == 0 ? 127 : 10 * input - output;
        var matrix = new PackedMatrix(32, WeightFormat.Int8, 16, new MatrixPart(2, (_, _) => 1), new MatrixPart(7, Element));

        foreach (var (first, inputs) in new[] { (0, 7), (0, 3), (3, 4), (5, 1), (5, 1), (2, 0) })
        {
            for (var output = 0; output < 32; output++)
            {
                Assert.Equal(Enumerable.Range(first, inputs).Sum(input => Element(input, output)), matrix.ColumnSums(1, first, inputs)[output]);
            }
        }

        GC.KeepAlive(matrix);
    }

    [Fact]
    public void Constructor_MoreBytesThanASumHolds_Throws()
    {
        Assert.True(PackedMatrix.ByteInputsLimit * 127L * 255 <= int.MaxValue);
        foreach (var (format, inputs) in new[] { (WeightFormat.Int8, PackedMatrix.ByteInputsLimit), (WeightFormat.BFloat16, 70_000) })
        {
            Assert.Equal(inputs, new PackedMatrix(16, format, 16, new MatrixPart(inputs, (_, _) => 1)).Inputs);
        }

        Assert.Throws<ArgumentOutOfRangeException>(
            () => new PackedMatrix(16, WeightFormat.Int8, 16, new MatrixPart(PackedMatrix.ByteInputsLimit + 1, (_, _) => 1)));
    }

    [Theory]
    [InlineData(WeightFormat.Float32)]
    [InlineData(WeightFormat.BFloat16)]
    [InlineData(WeightFormat.Int8)]
    public void Panel_FirstOne_StartsOnACacheLine(WeightFormat format)
    {
        var matrix = new PackedMatrix(16, format, 16, new MatrixPart(3, (_, _) => 1));

        Assert.Equal(0u, (nuint)matrix.Panel(0) % 64);
        GC.KeepAlive(matrix);
    }

    [Theory]
    [InlineData(17, 16)]
    [InlineData(16, 17)]
    [InlineData(128, 128)]
    public void Constructor_NotWholeVectorsOrTooWide_Throws(int outputs, int panelWidth)
    {
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new PackedMatrix(outputs, WeightFormat.Float32, panelWidth, new MatrixPart(1, (_, _) => 0)));
    }

    /// <summary>Blocks of 16 columns, in them groups of four inputs, in them columns, in them inputs.</summary>
    private static int ByteAt(int inputs, int input, int column) =>
        column / 16 * 16 * ((inputs + 3) / 4 * 4) + input / 4 * 64 + column % 16 * 4 + input % 4;

    private static float Weight(PackedMatrix matrix, int panel, int element)
    {
        var weight = matrix.Format switch
        {
            WeightFormat.Float32 => ((float*)matrix.Panel(panel))[element],
            WeightFormat.BFloat16 => WeightRounding.FromBFloat16(((ushort*)matrix.Panel(panel))[element]),
            _ => ((sbyte*)matrix.Panel(panel))[element],
        };
        GC.KeepAlive(matrix);
        return weight;
    }
}
