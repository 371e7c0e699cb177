using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Recurrent.Tests.Networks;

public sealed class NetworkShapeTests
{
    [Fact]
    public void Tensors_TwoLayersBothDirections_AreThoseOfPyTorch()
    {
        var shape = new NetworkShape
        {
            Cell = CellKind.Gru,
            Layers = 2,
            HiddenSize = 4,
            Bidirectional = true,
            Embeddings = [new("embedding", 9, 3), new("suffix", 5, 2)],
            OutputSize = 7,
            Activation = OutputActivation.Softmax,
        };

        string[] expected =
        [
            "embedding.weight [9, 3]", "suffix.weight [5, 2]",
            "rnn.weight_ih_l0 [12, 5]", "rnn.weight_hh_l0 [12, 4]", "rnn.bias_ih_l0 [12]", "rnn.bias_hh_l0 [12]",
            "rnn.weight_ih_l0_reverse [12, 5]", "rnn.weight_hh_l0_reverse [12, 4]", "rnn.bias_ih_l0_reverse [12]",
            "rnn.bias_hh_l0_reverse [12]",
            "rnn.weight_ih_l1 [12, 8]", "rnn.weight_hh_l1 [12, 4]", "rnn.bias_ih_l1 [12]", "rnn.bias_hh_l1 [12]",
            "rnn.weight_ih_l1_reverse [12, 8]", "rnn.weight_hh_l1_reverse [12, 4]", "rnn.bias_ih_l1_reverse [12]",
            "rnn.bias_hh_l1_reverse [12]",
            "head.weight [7, 8]", "head.bias [7]",
        ];
        Assert.Equal(expected, shape.Tensors().Select(tensor => $"{tensor.Name} [{string.Join(", ", tensor.Dimensions)}]"));
    }

    [Theory]
    [InlineData(CellKind.RnnTanh, 1)]
    [InlineData(CellKind.RnnRelu, 1)]
    [InlineData(CellKind.Gru, 3)]
    [InlineData(CellKind.Lstm, 4)]
    public void Tensors_DenseInput_HaveARowForEachGateAndNoEmbedding(CellKind cell, int gates)
    {
        var shape = new NetworkShape
        {
            Cell = cell,
            Layers = 1,
            HiddenSize = 5,
            FeatureSize = 3,
            OutputSize = 1,
            Activation = OutputActivation.None,
        };

        var first = shape.Tensors().First();

        Assert.Equal("rnn.weight_ih_l0", first.Name);
        Assert.Equal([gates * 5, 3], first.Dimensions);
        Assert.Equal(gates * 15, first.Elements);
    }
}
