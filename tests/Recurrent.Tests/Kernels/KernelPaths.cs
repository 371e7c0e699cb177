using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Tests.Kernels;

/// <summary>Every kernel that this process can run: the instruction paths, and the plain loop that they are held to.</summary>
internal static class KernelPaths
{
    public static IReadOnlyList<IStepKernel> All { get; } = [.. StepKernels.Available(), new StepKernelReference()];

    /// <summary>The paths as the arguments of a theory; <see cref="OfWidth"/> turns them back.</summary>
    public static TheoryData<int> VectorBits { get; } = [.. All.Select(kernel => kernel.VectorBits)];

    public static IStepKernel OfWidth(int vectorBits) => All.Single(kernel => kernel.VectorBits == vectorBits);
}
