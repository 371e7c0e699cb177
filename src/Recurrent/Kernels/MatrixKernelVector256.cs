using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnCluster.Recurrent.Kernels;

/// <summary><c>y += x·W</c> on 256-bit vectors.</summary>
/// <remarks>
/// With 16 registers, a block holds 4 rows × 16 columns (8 sums) and lets the panel stay in the first-level cache between the
/// column blocks. Lane <c>l</c> of vector <c>v</c> is column <c>8·v + l</c>. Difference to the reference: none.
/// </remarks>
internal sealed unsafe class MatrixKernelVector256 : IMatrixKernel
{
    private const int Columns = 16;

    public int VectorBits => 256;

    public void MultiplyAdd(int rows, RowBlock inputs, PackedMatrix weights, RowBlock outputs)
    {
        for (var panel = 0; panel < weights.Outputs; panel += PackedMatrix.PanelWidth)
        {
            var width = weights.PanelWidthAt(panel);
            for (var column = 0; column < width; column += Columns)
            {
                var w = weights.Panel(panel) + column;
                var y = outputs.Pointer + panel + column;
                var row = 0;
                for (; row + 4 <= rows; row += 4)
                {
                    Rows4(weights.Inputs, inputs.Pointer + row * inputs.Stride, inputs.Stride, w, width,
                        y + row * outputs.Stride, outputs.Stride);
                }

                for (; row < rows; row++)
                {
                    Row1(weights.Inputs, inputs.Pointer + row * inputs.Stride, w, width, y + row * outputs.Stride);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows4(int inputs, float* x, int xStride, float* w, int width, float* y, int yStride)
    {
        float* x0 = x, x1 = x + xStride, x2 = x1 + xStride, x3 = x2 + xStride;
        float* y0 = y, y1 = y + yStride, y2 = y1 + yStride, y3 = y2 + yStride;
        Vector256<float> a00 = Vector256.Load(y0), a01 = Vector256.Load(y0 + 8);
        Vector256<float> a10 = Vector256.Load(y1), a11 = Vector256.Load(y1 + 8);
        Vector256<float> a20 = Vector256.Load(y2), a21 = Vector256.Load(y2 + 8);
        Vector256<float> a30 = Vector256.Load(y3), a31 = Vector256.Load(y3 + 8);
        for (var i = 0; i < inputs; i++, w += width)
        {
            Vector256<float> w0 = Vector256.Load(w), w1 = Vector256.Load(w + 8);
            var b = Vector256.Create(x0[i]);
            a00 = Vector256.FusedMultiplyAdd(b, w0, a00);
            a01 = Vector256.FusedMultiplyAdd(b, w1, a01);
            b = Vector256.Create(x1[i]);
            a10 = Vector256.FusedMultiplyAdd(b, w0, a10);
            a11 = Vector256.FusedMultiplyAdd(b, w1, a11);
            b = Vector256.Create(x2[i]);
            a20 = Vector256.FusedMultiplyAdd(b, w0, a20);
            a21 = Vector256.FusedMultiplyAdd(b, w1, a21);
            b = Vector256.Create(x3[i]);
            a30 = Vector256.FusedMultiplyAdd(b, w0, a30);
            a31 = Vector256.FusedMultiplyAdd(b, w1, a31);
        }

        a00.Store(y0);
        a01.Store(y0 + 8);
        a10.Store(y1);
        a11.Store(y1 + 8);
        a20.Store(y2);
        a21.Store(y2 + 8);
        a30.Store(y3);
        a31.Store(y3 + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row1(int inputs, float* x, float* w, int width, float* y)
    {
        Vector256<float> a0 = Vector256.Load(y), a1 = Vector256.Load(y + 8);
        for (var i = 0; i < inputs; i++, w += width)
        {
            var b = Vector256.Create(x[i]);
            a0 = Vector256.FusedMultiplyAdd(b, Vector256.Load(w), a0);
            a1 = Vector256.FusedMultiplyAdd(b, Vector256.Load(w + 8), a1);
        }

        a0.Store(y);
        a1.Store(y + 8);
    }
}
