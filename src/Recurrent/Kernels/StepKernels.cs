using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RnnCluster.Recurrent.Kernels;

/// <summary>The instruction paths of this processor, best first.</summary>
internal static class StepKernels
{
    /// <summary>The path that sessions run on.</summary>
    public static IStepKernel Best { get; } = Available()[0];

    /// <summary>Every path that this processor can run; the 128-bit one is always there.</summary>
    public static IReadOnlyList<IStepKernel> Available()
    {
        var kernels = new List<IStepKernel>();
        if (Vector512.IsHardwareAccelerated)
        {
            kernels.Add(AvxVnni.IsSupported
                ? new StepKernel<Vector512<float>, VectorPath512, Vector256<int>, BytePathVnni>()
                : new StepKernel<Vector512<float>, VectorPath512, Vector512<int>, BytePath512>());
        }

        if (Vector256.IsHardwareAccelerated)
        {
            kernels.Add(AvxVnni.IsSupported
                ? new StepKernel<Vector256<float>, VectorPath256, Vector256<int>, BytePathVnni>()
                : new StepKernel<Vector256<float>, VectorPath256, Vector256<int>, BytePath256>());
        }

        kernels.Add(new StepKernel<Vector128<float>, VectorPath128, Vector128<int>, BytePath128>());
        return kernels;
    }
}
