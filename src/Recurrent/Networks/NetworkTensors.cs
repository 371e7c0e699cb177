using RnnCluster.Recurrent.Cells;
using RnnCluster.Recurrent.Kernels;

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
                    tensors[$"{shape.Prefix}rnn.weight_ih_{suffix}"],
                    tensors[$"{shape.Prefix}rnn.weight_hh_{suffix}"],
                    tensors[$"{shape.Prefix}rnn.bias_ih_{suffix}"],
                    tensors[$"{shape.Prefix}rnn.bias_hh_{suffix}"]);
            }
        }
    }

    /// <summary>
    /// The tensors that a network which keeps its weights in <paramref name="format"/> computes with: every matrix rounded row by row, but
    /// embeddings and biases as they are.
    /// </summary>
    public static IReadOnlyDictionary<string, float[]> Rounded(
        NetworkShape shape, IReadOnlyDictionary<string, float[]> tensors, WeightFormat format)
    {
        var rounded = new Dictionary<string, float[]>(tensors);
        foreach (var matrix in shape.Tensors().Skip(shape.Embeddings.Count).Where(tensor => tensor.Dimensions.Count == 2))
        {
            rounded[matrix.Name] =
                [.. tensors[matrix.Name].Chunk(matrix.Dimensions[1]).SelectMany(row => WeightRounding.Round(row, format))];
        }

        return rounded;
    }

    /// <summary>Checks that all tensors of a shape are there, with as many elements as it says.</summary>
    /// <exception cref="ArgumentException">One is not.</exception>
    public static void Require(IEnumerable<TensorShape> shapes, IReadOnlyDictionary<string, float[]> tensors)
    {
        foreach (var tensor in shapes)
        {
            var found = tensors.TryGetValue(tensor.Name, out var values) ? values.Length : 0;
            if (found != tensor.Elements)
            {
                throw new ArgumentException(
                    $"tensor {tensor.Name} has {found} elements; it must have {tensor.Elements}", nameof(tensors));
            }
        }
    }
}
