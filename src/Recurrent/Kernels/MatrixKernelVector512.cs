using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnCluster.Recurrent.Kernels;

/// <summary><c>y += x·W</c> on 512-bit vectors.</summary>
/// <remarks>
/// Blocks of 4 rows × 64 columns hold 16 sums in registers; what remains of the rows is done one row at a time (1 × 64), what
/// remains of the columns 16 at a time. Lane <c>l</c> of vector <c>v</c> is column <c>16·v + l</c> of the panel. Difference to the
/// reference: none, the order of additions is the same.
/// </remarks>
internal sealed unsafe class MatrixKernelVector512 : IMatrixKernel
{
    public int VectorBits => 512;

    public void MultiplyAdd(int rows, RowBlock inputs, PackedMatrix weights, RowBlock outputs)
    {
        for (var panel = 0; panel < weights.Outputs; panel += PackedMatrix.PanelWidth)
        {
            var width = weights.PanelWidthAt(panel);
            var w = weights.Panel(panel);
            var y = outputs.Pointer + panel;
            if (width == PackedMatrix.PanelWidth)
            {
                var row = 0;
                for (; row + 4 <= rows; row += 4)
                {
                    Rows4Columns64(weights.Inputs, inputs.Pointer + row * inputs.Stride, inputs.Stride, w,
                        y + row * outputs.Stride, outputs.Stride);
                }

                for (; row < rows; row++)
                {
                    Row1Columns64(weights.Inputs, inputs.Pointer + row * inputs.Stride, w, y + row * outputs.Stride);
                }
            }
            else
            {
                for (var row = 0; row < rows; row++)
                {
                    Row1Columns16(weights.Inputs, inputs.Pointer + row * inputs.Stride, w, width, y + row * outputs.Stride);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows4Columns64(int inputs, float* x, int xStride, float* w, float* y, int yStride)
    {
        float* x0 = x, x1 = x + xStride, x2 = x1 + xStride, x3 = x2 + xStride;
        float* y0 = y, y1 = y + yStride, y2 = y1 + yStride, y3 = y2 + yStride;
        Vector512<float> a00 = Vector512.Load(y0), a01 = Vector512.Load(y0 + 16), a02 = Vector512.Load(y0 + 32), a03 = Vector512.Load(y0 + 48);
        Vector512<float> a10 = Vector512.Load(y1), a11 = Vector512.Load(y1 + 16), a12 = Vector512.Load(y1 + 32), a13 = Vector512.Load(y1 + 48);
        Vector512<float> a20 = Vector512.Load(y2), a21 = Vector512.Load(y2 + 16), a22 = Vector512.Load(y2 + 32), a23 = Vector512.Load(y2 + 48);
        Vector512<float> a30 = Vector512.Load(y3), a31 = Vector512.Load(y3 + 16), a32 = Vector512.Load(y3 + 32), a33 = Vector512.Load(y3 + 48);
        for (var i = 0; i < inputs; i++, w += 64)
        {
            Vector512<float> w0 = Vector512.Load(w), w1 = Vector512.Load(w + 16), w2 = Vector512.Load(w + 32), w3 = Vector512.Load(w + 48);
            var b = Vector512.Create(x0[i]);
            a00 = Vector512.FusedMultiplyAdd(b, w0, a00);
            a01 = Vector512.FusedMultiplyAdd(b, w1, a01);
            a02 = Vector512.FusedMultiplyAdd(b, w2, a02);
            a03 = Vector512.FusedMultiplyAdd(b, w3, a03);
            b = Vector512.Create(x1[i]);
            a10 = Vector512.FusedMultiplyAdd(b, w0, a10);
            a11 = Vector512.FusedMultiplyAdd(b, w1, a11);
            a12 = Vector512.FusedMultiplyAdd(b, w2, a12);
            a13 = Vector512.FusedMultiplyAdd(b, w3, a13);
            b = Vector512.Create(x2[i]);
            a20 = Vector512.FusedMultiplyAdd(b, w0, a20);
            a21 = Vector512.FusedMultiplyAdd(b, w1, a21);
            a22 = Vector512.FusedMultiplyAdd(b, w2, a22);
            a23 = Vector512.FusedMultiplyAdd(b, w3, a23);
            b = Vector512.Create(x3[i]);
            a30 = Vector512.FusedMultiplyAdd(b, w0, a30);
            a31 = Vector512.FusedMultiplyAdd(b, w1, a31);
            a32 = Vector512.FusedMultiplyAdd(b, w2, a32);
            a33 = Vector512.FusedMultiplyAdd(b, w3, a33);
        }

        a00.Store(y0);
        a01.Store(y0 + 16);
        a02.Store(y0 + 32);
        a03.Store(y0 + 48);
        a10.Store(y1);
        a11.Store(y1 + 16);
        a12.Store(y1 + 32);
        a13.Store(y1 + 48);
        a20.Store(y2);
        a21.Store(y2 + 16);
        a22.Store(y2 + 32);
        a23.Store(y2 + 48);
        a30.Store(y3);
        a31.Store(y3 + 16);
        a32.Store(y3 + 32);
        a33.Store(y3 + 48);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row1Columns64(int inputs, float* x, float* w, float* y)
    {
        Vector512<float> a0 = Vector512.Load(y), a1 = Vector512.Load(y + 16), a2 = Vector512.Load(y + 32), a3 = Vector512.Load(y + 48);
        for (var i = 0; i < inputs; i++, w += 64)
        {
            var b = Vector512.Create(x[i]);
            a0 = Vector512.FusedMultiplyAdd(b, Vector512.Load(w), a0);
            a1 = Vector512.FusedMultiplyAdd(b, Vector512.Load(w + 16), a1);
            a2 = Vector512.FusedMultiplyAdd(b, Vector512.Load(w + 32), a2);
            a3 = Vector512.FusedMultiplyAdd(b, Vector512.Load(w + 48), a3);
        }

        a0.Store(y);
        a1.Store(y + 16);
        a2.Store(y + 32);
        a3.Store(y + 48);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row1Columns16(int inputs, float* x, float* w, int width, float* y)
    {
        for (var column = 0; column < width; column += 16)
        {
            var a = Vector512.Load(y + column);
            for (var i = 0; i < inputs; i++)
            {
                a = Vector512.FusedMultiplyAdd(Vector512.Create(x[i]), Vector512.Load(w + i * width + column), a);
            }

            a.Store(y + column);
        }
    }
}
