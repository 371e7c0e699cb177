using RnnCluster.Recurrent.Cells;

namespace RnnCluster.Recurrent.Networks;

/// <summary>Finds each layer's tensors in a <c>state_dict</c>.</summary>
internal static class NetworkTensors
{
    /// <summary>Weights of the cells from the bottom layer up, forward before backward.</summary>
    public static IEnumerable<CellWeights> Cells(NetworkShape shape, IReadOnlyDictionary<string, float[]> tensors)
    {
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            var inputSize = layer == 0 ? shape.InputSize : shape.Directions * shape.HiddenSize;
            for (var direction = 0; direction < shape.Directions; direction++)
            {
                var suffix = direction == 0 ? $"l{layer}" : $"l{layer}_reverse";
                yield return new CellWeights(
                    inputSize,
                    shape.HiddenSize,
                    tensors[$"rnn.weight_ih_{suffix}"],
                    tensors[$"rnn.weight_hh_{suffix}"],
                    tensors[$"rnn.bias_ih_{suffix}"],
                    tensors[$"rnn.bias_hh_{suffix}"]);
            }
        }
    }
}
