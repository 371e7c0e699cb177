using RnnCluster.Recurrent.Kernels;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Tests.Kernels;

namespace RnnCluster.Recurrent.Tests.Networks;

public sealed class StepBatchTests
{
    private static readonly RecurrentNetwork Network = RandomNetworks.Create(
        RandomNetworks.Shape(CellKind.Gru, layers: 2, hidden: 5, features: 3, outputs: 4), seed: 1, StepKernels.Best);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void CreateBatch_CapacityBelowOne_Throws(int capacity)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Network.CreateBatch(capacity));
    }

    [Fact]
    public void Add_FullBatch_Throws()
    {
        var batch = Network.CreateBatch(2);
        Assert.Equal([0, 1], [batch.Add(Network.CreateState()), batch.Add(Network.CreateState())]);

        var thrown = Assert.Throws<InvalidOperationException>(() => batch.Add(Network.CreateState()));

        Assert.Equal("the batch holds 2 rows already", thrown.Message);
        Assert.Equal(2, batch.Count);
        batch.Clear();
        Assert.Equal(0, batch.Add(Network.CreateState()));
    }

    [Fact]
    public void Add_StateOfAnotherNetwork_ThrowsAndAddsNoRow()
    {
        var batch = Network.CreateBatch(1);

        var thrown = Assert.Throws<ArgumentException>(() => batch.Add(new RecurrentState(Network.StateLength + 16)));

        Assert.StartsWith("the state has 48 values; the network's states have 32", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(0, batch.Count);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(2)]
    public void Row_NotAdded_Throws(int row)
    {
        var batch = Network.CreateBatch(2);
        var state = Network.CreateState();
        batch.Add(state);

        Assert.Throws<ArgumentOutOfRangeException>(() => batch.SetFeatures(row, [1, 2, 3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.SetTokens(row, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Logits(row).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Scatter(row, state));
        Assert.Equal(0, state.Steps);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void SetFeatures_WrongLength_Throws(int length)
    {
        var batch = Network.CreateBatch(1);
        var row = batch.Add(Network.CreateState());

        var thrown = Assert.Throws<ArgumentException>(() => batch.SetFeatures(row, new float[length]));

        Assert.StartsWith($"{length} features; the network reads 3", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SetTokens_SeveralTables_GivesTheirConcatenatedRows()
    {
        var shape = RandomNetworks.Shape(CellKind.Gru, layers: 1, hidden: 4, features: 0, outputs: 2) with
        {
            Embeddings = [new("embedding", 9, 3), new("suffix", 4, 2)],
        };
        var tensors = RandomNetworks.Tensors(shape, seed: 3);
        var network = new RecurrentNetwork(shape, tensors);
        float[] vector = [.. tensors["embedding.weight"][21..24], .. tensors["suffix.weight"][2..4]];
        RecurrentState token = network.CreateState(), dense = network.CreateState();
        var batch = network.CreateBatch(2);
        batch.SetTokens(batch.Add(token), [7, 1]);
        batch.SetFeatures(batch.Add(dense), vector);

        network.Step(batch);

        // The tables' products are added one table after the other: not in the order of a whole vector's.
        Numbers.AssertNear(batch.Logits(1), batch.Logits(0), 1e-6f);
    }
}
