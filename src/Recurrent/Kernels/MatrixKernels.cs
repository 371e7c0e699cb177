using System.Runtime.Intrinsics;

namespace RnnCluster.Recurrent.Kernels;

/// <summary>The instruction paths of this processor, best first.</summary>
internal static class MatrixKernels
{
    /// <summary>The path that sessions run on.</summary>
    public static IMatrixKernel Best { get; } = Available()[0];

    /// <summary>Every path that this processor can run; the 128-bit one is always there.</summary>
    public static IReadOnlyList<IMatrixKernel> Available()
    {
        var kernels = new List<IMatrixKernel>();
        if (Vector512.IsHardwareAccelerated)
        {
            kernels.Add(new MatrixKernelVector512());
        }

        if (Vector256.IsHardwareAccelerated)
        {
            kernels.Add(new MatrixKernelVector256());
        }

        kernels.Add(new MatrixKernelVector128());
        return kernels;
    }
}
