using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Tests.Kernels;

public sealed unsafe class AlignedBufferTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(4096)]
    public void Pointer_AnyLength_StartsOnACacheLineWithZeros(int length)
    {
        var buffer = new AlignedBuffer(length);

        Assert.Equal(0u, (nuint)buffer.Pointer % 64);
        Assert.Equal(new float[length], buffer.Span.ToArray());
        GC.KeepAlive(buffer);
    }
}
