using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Tests.Kernels;

public sealed class StepKernelsTests
{
    [Fact]
    public void Available_ThisProcess_IsWhatItsVectorsAllowBestFirst()
    {
        int[] expected =
        [
            .. Vector512.IsHardwareAccelerated ? [512] : Array.Empty<int>(),
            .. Vector256.IsHardwareAccelerated ? [256] : Array.Empty<int>(),
            128,
        ];

        Assert.Equal(expected, StepKernels.Available().Select(kernel => kernel.VectorBits));
        Assert.Equal(expected[0], StepKernels.Best.VectorBits);
    }

    /// <summary>
    /// Makes a run with wider paths switched off prove that they are: a knob that the runtime no longer knows would leave
    /// them on.
    /// </summary>
    [Theory]
    [InlineData("DOTNET_EnableAVX512", 256)]
    [InlineData("DOTNET_EnableAVX2", 128)]
    public void Best_WiderPathsSwitchedOff_IsNotWider(string knob, int widestBits)
    {
        var switchedOff = Environment.GetEnvironmentVariable(knob) == "0";

        Assert.InRange(StepKernels.Best.VectorBits, 128, switchedOff ? widestBits : 512);
    }

    [Fact]
    public void Best_VnniSwitchedOff_DoesWithout()
    {
        var switchedOff = Environment.GetEnvironmentVariable("DOTNET_EnableAVXVNNI") == "0";

        Assert.False(switchedOff && AvxVnni.IsSupported);
    }

    [Fact]
    public void Best_OnlyThe512BitPathSwitchedOff_IsThe256BitPath()
    {
        var switchedOff = Environment.GetEnvironmentVariable("DOTNET_EnableAVX512") == "0";
        var expected = Vector256.IsHardwareAccelerated ? 256 : 128;

        Assert.Equal(switchedOff || !Vector512.IsHardwareAccelerated ? expected : 512, StepKernels.Best.VectorBits);
    }
}
