using RnnCluster.Recurrent.Cells;
using RnnCluster.Recurrent.Kernels;
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

    [Fact]
    public void Constructor_BidirectionalShape_ThrowsThatItReadsWholeSequences()
    {
        var shape = RandomNetworks.Shape(CellKind.Lstm, 1, hidden: 3, features: 2, outputs: 1, bidirectional: true);

        var thrown = Assert.Throws<ArgumentException>(() => new RecurrentNetwork(shape, RandomNetworks.Tensors(shape, seed: 1)));

        Assert.StartsWith("a network that reads backward, or has no head, has no step", thrown.Message, StringComparison.Ordinal);
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
    public void Tensors_GruWithEmbedding_HaveTheNumberOfElements()
    {
        var shape = RandomNetworks.Shape(CellKind.Gru, layers: 1, hidden: 4, features: 0, outputs: 3) with
        {
            Embeddings = [new("embedding", 9, 2)],
        };
        var network = new RecurrentNetwork(shape, RandomNetworks.Tensors(shape, seed: 1));

        Assert.Equal(9 * 2 + 12 * 2 + 12 * 4 + 12 + 12 + 3 * 4 + 3, network.Shape.Tensors().Sum(tensor => tensor.Elements));
    }

    [Theory]
    [MemberData(nameof(KernelPaths.VectorBits), MemberType = typeof(KernelPaths))]
    public void Logits_OfAState_HaveTheBitsOfTheStepThatLeftIt(int vectorBits)
    {
        NetworkCase.Any.SampleSeeded(cases: 30, one =>
        {
            var network = one.Network(KernelPaths.OfWidth(vectorBits));
            var states = one.States(network, 6);

            var logits = Stepping.Pass(network, network.CreateBatch(6), states, one.Inputs(6));

            for (var row = 0; row < 6; row++)
            {
                Numbers.AssertSameBits(logits[row], network.Logits(states[row]));
            }
        });
    }

    [Theory]
    [MemberData(nameof(KernelPaths.VectorBits), MemberType = typeof(KernelPaths))]
    public void Logits_OfAState_AreTheLinearLayerOfItsTopHidden(int vectorBits)
    {
        var shape = RandomNetworks.Shape(CellKind.Lstm, layers: 2, hidden: 21, features: 3, outputs: 33);
        var tensors = RandomNetworks.Tensors(shape, seed: 5);
        var network = new RecurrentNetwork(shape, tensors, KernelPaths.OfWidth(vectorBits));
        var state = RandomNetworks.State(network, new Random(5));
        var top = state.Values.AsSpan(2 * network.HiddenStride, shape.HiddenSize);

        Numbers.AssertNear(
            CellReference.Affine(tensors["head.weight"], tensors["head.bias"], top), network.Logits(state), 1e-6f);
    }

    /// <summary>
    /// A session may move to a process with narrower vectors, or a newer one: the bits of its outputs must not change. A change
    /// here that is wanted, as of the element-wise math, breaks replays across the upgrade and belongs into its notes.
    /// </summary>
    [Theory]
    [InlineData(CellKind.RnnTanh, WeightFormat.Float32, 2914715144)]
    [InlineData(CellKind.RnnTanh, WeightFormat.BFloat16, 2099572203)]
    [InlineData(CellKind.RnnTanh, WeightFormat.Int8, 1404453277)]
    [InlineData(CellKind.RnnRelu, WeightFormat.Float32, 3459006919)]
    [InlineData(CellKind.RnnRelu, WeightFormat.BFloat16, 1878797404)]
    [InlineData(CellKind.RnnRelu, WeightFormat.Int8, 632512794)]
    [InlineData(CellKind.Gru, WeightFormat.Float32, 1891545157)]
    [InlineData(CellKind.Gru, WeightFormat.BFloat16, 708882570)]
    [InlineData(CellKind.Gru, WeightFormat.Int8, 1971172866)]
    [InlineData(CellKind.Lstm, WeightFormat.Float32, 773538205)]
    [InlineData(CellKind.Lstm, WeightFormat.BFloat16, 227931969)]
    [InlineData(CellKind.Lstm, WeightFormat.Int8, 3738045089)]
    public void Step_AnyProcess_GivesTheBitsThatAreWrittenDown(CellKind cell, WeightFormat format, uint expected)
    {
        foreach (var kernel in KernelPaths.All)
        {
            var hash = 2166136261u;
            foreach (var outputs in new[] { 1, 2, 3, 5, 9, 17, 35, 100 })
            {
                var shape = RandomNetworks.Shape(cell, layers: 2, hidden: 19 + outputs, features: 7, outputs);
                var network = new RecurrentNetwork(shape, RandomNetworks.Tensors(shape, seed: outputs), kernel, format);
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
