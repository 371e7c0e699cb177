using RnnCluster.Silo.Gateway.Inference.Tensors;

namespace RnnCluster.Silo.Tests.Gateway.Inference;

public sealed class RawTensorTests
{
    // The bytes are those of the protocol's own rule, written by hand.
    private static readonly byte[] TwoStrings = [3, 0, 0, 0, (byte)'c', (byte)'a', (byte)'t', 2, 0, 0, 0, 0xC3, 0xA9];

    [Fact]
    public void Read_Strings_AreBehindTheirLengths()
    {
        var tensor = RawTensor.Read("TOKENS", "BYTES", [2], TwoStrings);

        Assert.Equal(["cat", "é"], Values<string>(tensor));
        Assert.Equal(TwoStrings, RawTensor.Write(tensor));
    }

    [Fact]
    public void Read_Numbers_AreLittleEndian()
    {
        Assert.Equal([1f, -2f], Values<float>(RawTensor.Read("F", "FP32", [1, 2], [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0])));
        Assert.Equal([258], Values<int>(RawTensor.Read("I", "INT32", [1], [2, 1, 0, 0])));
        Assert.Equal([-1L], Values<long>(RawTensor.Read("I", "INT64", [1], [255, 255, 255, 255, 255, 255, 255, 255])));
    }

    [Theory]
    [InlineData("BYTES", new long[] { 3 }, new byte[] { 1, 0, 0, 0, 65 }, "input X has 5 bytes; 3 strings have at least 12")]
    [InlineData("BYTES", new long[] { 1 }, new byte[] { 9, 0, 0, 0, 65 }, "input X ends within string 0; each is its length in four bytes and the string")]
    [InlineData("BYTES", new long[] { 1 }, new byte[] { 255, 255, 255, 255 }, "input X ends within string 0; each is its length in four bytes and the string")]
    [InlineData("BYTES", new long[] { 2 }, new byte[] { 4, 0, 0, 0, 65, 65, 65, 65 }, "input X ends within string 1; each is its length in four bytes and the string")]
    [InlineData("BYTES", new long[] { 1 }, new byte[] { 1, 0, 0, 0, 65, 65 }, "input X has 1 bytes behind its 1 strings; it must have none")]
    [InlineData("BYTES", new long[] { 1 }, new byte[] { 1, 0, 0, 0, 0xC3 }, "input X has a string that is not UTF-8")]
    [InlineData("FP32", new long[] { 1 }, new byte[] { 1, 2, 3 }, "input X has 3 bytes; each element has 4")]
    [InlineData("FP32", new long[] { 2, 2 }, new byte[] { 1, 2, 3, 4 }, "input X has 1 elements; its shape [2,2] has 4")]
    [InlineData("FP32", new long[] { -1 }, new byte[] { 1, 2, 3, 4 }, "shape of X is [-1]; no dimension may be negative")]
    [InlineData("FP32", new long[] { long.MaxValue, long.MaxValue }, new byte[0], "shape of X is [9223372036854775807,9223372036854775807]; a tensor may have 2147483647 elements")]
    [InlineData("BYTES", new long[] { 65_536, 65_536 }, new byte[0], "shape of X is [65536,65536]; a tensor may have 2147483647 elements")]
    [InlineData("FP64", new long[] { 0 }, new byte[0], "datatype of X is 'FP64'; it must be BYTES, INT32, INT64 or FP32")]
    public void Read_OtherBytes_SaysWhatIsWrong(string datatype, long[] shape, byte[] bytes, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => RawTensor.Read("X", datatype, shape, bytes)).Message);

    [Fact]
    public void Read_ShapeWithAZero_HasNoElements() => Assert.Empty(RawTensor.Read("X", "BYTES", [0, long.MaxValue], []).Values);

    private static T[] Values<T>(InferenceTensor tensor) => Assert.IsType<T[]>(tensor.Values);
}
