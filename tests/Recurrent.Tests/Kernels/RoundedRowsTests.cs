using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Tests.Kernels;

public sealed unsafe class RoundedRowsTests
{
    [Fact]
    public void OfThread_SamePart_IsTheSameRoomAndOnlyGrows()
    {
        var small = RoundedRows.OfThread(part: 0, 100);
        Assert.Equal(128, small.Stride);

        var large = RoundedRows.OfThread(part: 0, 300);
        var room = large.Pointer;

        Assert.Same(small, large);
        Assert.Equal(320, large.Stride);
        Assert.True(RoundedRows.OfThread(part: 0, 1).Pointer == room);
        Assert.Equal(0u, (nuint)room % 64);
    }

    [Fact]
    public void OfThread_OtherPartOrThread_IsOtherRoom()
    {
        var here = RoundedRows.OfThread(part: 0, 1);
        RoundedRows? there = null;
        var thread = new Thread(() => there = RoundedRows.OfThread(part: 0, 1));
        thread.Start();
        thread.Join();

        Assert.NotSame(here, RoundedRows.OfThread(part: 1, 1));
        Assert.NotSame(here, there);
    }
}
