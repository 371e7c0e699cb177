using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Tests.Kernels;

/// <summary>The product of bytes on every path, whatever this process runs on, against exact sums of 64 bits.</summary>
public sealed unsafe class BytePanelTests
{
    private static readonly int[] Inputs = [1, 3, 4, 5, 8, 31, 130];

    private static readonly int[] Rows = [1, 2, 3, 5, 6, 7, 13, 32];

    [Fact]
    public void MultiplyAdd_AwkwardSizes_IsTheExactSum()
    {
        foreach (var outputs in new[] { 16, 32, 48, 64, 112 })
        {
            foreach (var inputs in Inputs)
            {
                AssertIsExact(outputs, inputs, first: 0, inputs, (random, count) => Numbers.Uniform(random, count));
            }
        }
    }

    [Fact]
    public void MultiplyAdd_SomeOfTheInputs_IsTheExactSum()
    {
        foreach (var (first, count) in new[] { (0, 4), (0, 5), (1, 2), (1, 3), (3, 1), (3, 2), (4, 9), (7, 10), (16, 1), (17, 0) })
        {
            AssertIsExact(48, 17, first, count, (random, values) => Numbers.Uniform(random, values));
        }
    }

    /// <summary>Every product is 127 · 255: an instruction that saturates would show.</summary>
    [Fact]
    public void MultiplyAdd_LargestBytes_IsTheExactSum()
    {
        AssertIsExact(16, 130, first: 0, 130, (_, count) => [.. Enumerable.Repeat(1f, count)]);
        AssertIsExact(16, 130, first: 0, 130, (_, count) => [.. Enumerable.Repeat(-1f, count)]);
        AssertIsExact(
            16, PackedMatrix.ByteInputsLimit, first: 0, PackedMatrix.ByteInputsLimit, (_, count) => [.. Enumerable.Repeat(1f, count)], [1, 3]);
    }

    [Fact]
    public void MultiplyAdd_NotFinite_StaysInItsRow()
    {
        const int inputs = 19, rows = 7, bad = 4;
        var matrix = Matrix(32, inputs, Numbers.Uniform(new Random(1), 32 * inputs));
        var x = new AlignedBuffer(rows * inputs);
        Numbers.Uniform(new Random(2), x.Length).CopyTo(x.Span);
        var expected = Run<Vector128<int>, BytePath128>(matrix, x, inputs, 0, inputs, rows, new float[rows * 32]);
        foreach (var fault in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            x.Span[bad * inputs + 11] = fault;
            foreach (var actual in OnEveryPath(matrix, x, inputs, 0, inputs, rows, new float[rows * 32]))
            {
                Assert.All(actual[(bad * 32)..((bad + 1) * 32)], value => Assert.True(float.IsNaN(value)));
                Numbers.AssertSameBits(expected.AsSpan(0, bad * 32), actual.AsSpan(0, bad * 32));
                Numbers.AssertSameBits(expected.AsSpan((bad + 1) * 32), actual.AsSpan((bad + 1) * 32));
            }
        }
    }

    private static void AssertIsExact(
        int outputs, int inputs, int first, int count, Func<Random, int, float[]> numbers, int[]? rowCounts = null)
    {
        var random = new Random(inputs);
        var weights = numbers(random, outputs * inputs);
        var matrix = Matrix(outputs, inputs, weights);
        rowCounts ??= Rows;
        var x = new AlignedBuffer(rowCounts.Max() * Lanes.Pad(inputs));
        x.Span.Fill(float.NaN);
        for (var row = 0; row < rowCounts.Max(); row++)
        {
            numbers(random, count).CopyTo(x.Span[(row * Lanes.Pad(inputs))..]);
        }

        var start = Numbers.Uniform(random, rowCounts.Max() * outputs);
        var expected = Exact(weights, outputs, inputs, first, count, x, start);
        foreach (var rows in rowCounts)
        {
            foreach (var actual in OnEveryPath(matrix, x, Lanes.Pad(inputs), first, count, rows, start[..(rows * outputs)]))
            {
                Numbers.AssertSameBits(expected.AsSpan(0, rows * outputs), actual);
            }
        }
    }

    private static float[] Exact(float[] weights, int outputs, int inputs, int first, int count, AlignedBuffer x, float[] start)
    {
        var expected = new float[start.Length];
        for (var element = 0; element < start.Length; element++)
        {
            var values = x.Span.Slice(element / outputs * Lanes.Pad(inputs), count);
            var column = weights.AsSpan(element % outputs * inputs, inputs);
            var scale = WeightRounding.Int8Scale(column);
            var range = InputRange.Of(values);
            long products = 0, columnSum = 0;
            for (var input = 0; input < count; input++)
            {
                var weight = WeightRounding.ToInt8(column[first + input], scale);
                products += (long)range.Round(values[input]) * weight;
                columnSum += weight;
            }

            expected[element] = count == 0
                ? start[element]
                : MathF.FusedMultiplyAdd(products - range.Zero * columnSum, range.Scale * scale, start[element]);
        }

        return expected;
    }

    private static PackedMatrix Matrix(int outputs, int inputs, float[] weights) => new(
        outputs, WeightFormat.Int8, PackedMatrix.PanelWidth, new MatrixPart(inputs, (input, output) => weights[output * inputs + input]));

    private static IEnumerable<float[]> OnEveryPath(
        PackedMatrix matrix, AlignedBuffer x, int stride, int first, int count, int rows, float[] start)
    {
        yield return Run<Vector128<int>, BytePath128>(matrix, x, stride, first, count, rows, start);
        yield return Run<Vector256<int>, BytePath256>(matrix, x, stride, first, count, rows, start);
        yield return Run<Vector512<int>, BytePath512>(matrix, x, stride, first, count, rows, start);
        if (AvxVnni.IsSupported)
        {
            yield return Run<Vector256<int>, BytePathVnni>(matrix, x, stride, first, count, rows, start);
        }
    }

    private static float[] Run<TSums, TBytes>(
        PackedMatrix matrix, AlignedBuffer x, int stride, int first, int count, int rows, float[] start)
        where TSums : unmanaged
        where TBytes : IBytePath<TSums>
    {
        var y = new AlignedBuffer(rows * matrix.Outputs);
        start.CopyTo(y.Span);
        var inputs = BytePanel<Vector128<float>, VectorPath128, TSums, TBytes>.Read(matrix, 0, first, count, rows, new RowBlock(x, stride));
        for (var column = 0; column < matrix.Outputs; column += PackedMatrix.PanelWidth)
        {
            BytePanel<Vector128<float>, VectorPath128, TSums, TBytes>.MultiplyAdd(
                inputs, matrix, column, new RowBlock(y, matrix.Outputs).At(0, column), matrix.Panel(column));
        }

        GC.KeepAlive((matrix, x, y));
        return y.Span.ToArray();
    }
}
