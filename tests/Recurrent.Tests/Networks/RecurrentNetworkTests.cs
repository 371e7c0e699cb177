using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Tests.Kernels;

namespace RnnCluster.Recurrent.Tests.Networks;

public sealed class RecurrentNetworkTests
{
    [Fact]
    public void Constructor_TensorMissingOrOfAnotherSize_ThrowsNamingIt()
    {
        var shape = RandomNetworks.Shape(CellKind.Gru, layers: 1, hidden: 4, features: 2, outputs: 3);
        var tensors = RandomNetworks.Tensors(shape, seed: 1);
        tensors["rnn.weight_hh_l0"] = new float[47];

        var thrown = Assert.Throws<ArgumentException>(() => new RecurrentNetwork(shape, tensors));
        Assert.StartsWith("tensor rnn.weight_hh_l0 has 47 elements; it must have 48", thrown.Message, StringComparison.Ordinal);

        tensors.Remove("rnn.weight_hh_l0");
        thrown = Assert.Throws<ArgumentException>(() => new RecurrentNetwork(shape, tensors));
        Assert.StartsWith("tensor rnn.weight_hh_l0 has 0 elements; it must have 48", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CellKind.RnnTanh, 64)]
    [InlineData(CellKind.Gru, 64)]
    [InlineData(CellKind.Lstm, 128)]
    public void StateLength_TwoLayersOf17_IsPaddedRows(CellKind cell, int expected)
    {
        var shape = RandomNetworks.Shape(cell, layers: 2, hidden: 17, features: 2, outputs: 3);
        var network = new RecurrentNetwork(shape, RandomNetworks.Tensors(shape, seed: 1));

        Assert.Equal(expected, network.StateLength);
        Assert.Equal(new float[expected], network.CreateState().Values);
    }

    [Fact]
    public void ParameterCount_GruWithEmbedding_IsTheNumberOfElements()
    {
        var shape = RandomNetworks.Shape(CellKind.Gru, layers: 1, hidden: 4, features: 0, outputs: 3) with
        {
            Embeddings = [new("embedding", 9, 2)],
        };
        var network = new RecurrentNetwork(shape, RandomNetworks.Tensors(shape, seed: 1));

        Assert.Equal(9 * 2 + 12 * 2 + 12 * 4 + 12 + 12 + 3 * 4 + 3, network.ParameterCount);
    }

    /// <summary>
    /// A session may move to a process with narrower vectors, or a newer one: the bits of its outputs must not change. A change
    /// here that is wanted, as of the element-wise math, breaks replays across the upgrade and belongs into its notes.
    /// </summary>
    [Theory]
    [InlineData(CellKind.RnnTanh, 2582954119)]
    [InlineData(CellKind.RnnRelu, 1496184494)]
    [InlineData(CellKind.Gru, 460343524)]
    [InlineData(CellKind.Lstm, 1602758096)]
    public void Step_AnyProcess_GivesTheBitsThatAreWrittenDown(CellKind cell, uint expected)
    {
        foreach (var kernel in KernelPaths.All)
        {
            var hash = 2166136261u;
            foreach (var outputs in new[] { 1, 2, 3, 5, 9, 17, 35, 100 })
            {
                var shape = RandomNetworks.Shape(cell, layers: 2, hidden: 19 + outputs, features: 7, outputs);
                var network = RandomNetworks.Create(shape, seed: outputs, kernel);
                var state = network.CreateState();
                var inputs = Numbers.Uniform(new Random(outputs), 20 * shape.InputSize, 3).Chunk(shape.InputSize);
                var logits = Stepping.Alone(network, state, inputs);
                var scores = new float[outputs];
                network.Activate(logits.AsSpan(0, outputs), scores);
                foreach (var value in logits.Concat(scores).Concat(state.Values))
                {
                    // FNV-1a, a word at a time.
                    hash = (hash ^ BitConverter.SingleToUInt32Bits(value)) * 16777619;
                }
            }

            Assert.Equal(expected, hash);
        }
    }
}
