using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Tests.Kernels;

public sealed unsafe class RowPointersTests
{
    [Fact]
    public void Set_SomeRows_PointWhereTheyWereSet()
    {
        var buffer = new AlignedBuffer(32);
        var pointers = new RowPointers(3);

        pointers.Set(0, buffer.Pointer + 16);
        pointers.Set(2, buffer.Pointer);

        Assert.Equal([true, false, true], [pointers.Has(0), pointers.Has(1), pointers.Has(2)]);
        Assert.True(pointers.Pointer[0] == buffer.Pointer + 16);
        Assert.True(pointers.Pointer[1] == null);
        Assert.True(pointers.Pointer[2] == buffer.Pointer);
        GC.KeepAlive((buffer, pointers));
    }

    [Fact]
    public void Set_Null_PointsNowhereAgain()
    {
        var buffer = new AlignedBuffer(16);
        var pointers = new RowPointers(1);
        pointers.Set(0, buffer.Pointer);

        pointers.Set(0, null);

        Assert.False(pointers.Has(0));
        GC.KeepAlive(buffer);
    }

    [Fact]
    public void Clear_FirstRows_LeavesTheOthers()
    {
        var buffer = new AlignedBuffer(16);
        var pointers = new RowPointers(3);
        for (var row = 0; row < 3; row++)
        {
            pointers.Set(row, buffer.Pointer);
        }

        pointers.Clear(2);

        Assert.Equal([false, false, true], [pointers.Has(0), pointers.Has(1), pointers.Has(2)]);
        GC.KeepAlive(buffer);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void Row_OutOfRange_Throws(int row)
    {
        var pointers = new RowPointers(1);

        Assert.Throws<IndexOutOfRangeException>(() => pointers.Set(row, null));
        Assert.Throws<IndexOutOfRangeException>(() => pointers.Has(row));
    }
}
