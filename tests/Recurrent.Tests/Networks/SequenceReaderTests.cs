using RnnCluster.Recurrent.Kernels;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Tests.Kernels;

namespace RnnCluster.Recurrent.Tests.Networks;

public sealed class SequenceReaderTests
{
    private static readonly RecurrentNetwork Network = RandomNetworks.Create(
        RandomNetworks.Shape(CellKind.Lstm, layers: 2, hidden: 5, features: 3, outputs: 4, bidirectional: true),
        seed: 1,
        MatrixKernels.Best);

    [Theory]
    [InlineData(17, 0, 0, "inputs has 17 values; it must have 18")]
    [InlineData(18, 41, 0, "initialHidden has 41 values; it must have 40")]
    [InlineData(18, 40, 39, "initialCell has 39 values; it must have 40")]
    public void Read_WrongLength_ThrowsNamingTheSpan(int inputs, int hidden, int cell, string message)
    {
        var thrown = Assert.Throws<ArgumentException>(
            () => SequenceReader.Read(Network, new float[inputs], steps: 3, batch: 2, new float[hidden], new float[cell]));

        Assert.StartsWith(message, thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 1)]
    [InlineData(1, -1)]
    public void Read_BatchOrStepsBelowTheLeast_Throws(int batch, int steps)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SequenceReader.Read(Network, [], steps, batch));
    }

    [Fact]
    public void Read_NoSteps_GivesTheInitialState()
    {
        var first = Numbers.Uniform(new Random(1), 40);

        var read = SequenceReader.Read(Network, [], steps: 0, batch: 2, first, first);

        Assert.Empty(read.Outputs);
        Assert.Empty(read.Logits);
        Assert.Equal(first, read.Hidden);
        Assert.Equal(first, read.Cell);
    }

    [Fact]
    public void Read_AnyNetwork_HasTheLengthsOfItsShape()
    {
        var read = SequenceReader.Read(Network, new float[18], steps: 3, batch: 2);

        Assert.Equal(3 * 2 * 10, read.Outputs.Length);
        Assert.Equal((40, 40), (read.Hidden.Length, read.Cell.Length));
        Assert.Equal(3 * 2 * 4, read.Logits.Length);
    }

    [Theory]
    [InlineData(CellKind.RnnTanh)]
    [InlineData(CellKind.RnnRelu)]
    [InlineData(CellKind.Gru)]
    public void Read_CellsWithoutC_GiveNone(CellKind cell)
    {
        var shape = RandomNetworks.Shape(cell, layers: 1, hidden: 2, features: 1, outputs: 1);
        var network = RandomNetworks.Create(shape, seed: 1, MatrixKernels.Best);

        Assert.Empty(SequenceReader.Read(network, [1], steps: 1, batch: 1).Cell);
    }

    [Fact]
    public void Read_SequencesTogether_HaveTheBitsOfEachAlone()
    {
        const int steps = 4, batch = 6;
        var inputs = Numbers.Uniform(new Random(2), steps * batch * 3);
        var together = SequenceReader.Read(Network, inputs, steps, batch).Logits.Chunk(4).ToArray();

        for (var row = 0; row < batch; row++)
        {
            float[] own = [.. inputs.Chunk(3).Where((_, at) => at % batch == row).SelectMany(input => input)];
            float[] expected = [.. together.Where((_, at) => at % batch == row).SelectMany(logits => logits)];

            Numbers.AssertSameBits(expected, SequenceReader.Read(Network, own, steps, batch: 1).Logits);
        }
    }
}
