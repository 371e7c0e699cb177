using RnnCluster.Abstractions.Frames;
using RnnCluster.Silo.Gateway.Inference.Tensors;

namespace RnnCluster.Silo.Gateway.Inference.Models;

/// <summary>Makes the input of a frame of tensors.</summary>
internal static class InputMapping
{
    /// <summary>What the network reads; null when the request has no tensor.</summary>
    /// <exception cref="FormatException">The model has no such input, or the tensor is of another type or shape.</exception>
    public static FrameInput? ToInput(InferenceModel model, IReadOnlyList<InferenceTensor> tensors)
    {
        if (tensors.Count == 0)
        {
            return null;
        }

        var names = string.Join(", ", model.Inputs.Select(input => input.Name));
        var tensor = tensors[0];
        if (tensors.Count > 1)
        {
            throw new FormatException($"the request has {tensors.Count} inputs; model '{model.Summary.Name}' reads one of {names}");
        }

        if (model.Inputs.All(input => input.Name != tensor.Name))
        {
            throw new FormatException($"the input is '{InferenceTensor.Short(tensor.Name)}'; model '{model.Summary.Name}' reads one of {names}");
        }

        return tensor.Name switch
        {
            InferenceModel.Text => new TextInput(Text(tensor)),
            InferenceModel.Tokens => new TokensInput(Tokens(tensor)),
            InferenceModel.Ids => new IdsInput(Ids(tensor)),
            _ => new FeaturesInput(Vectors(tensor, model.Summary.FeatureSize)),
        };
    }

    private static string Text(InferenceTensor tensor) => Values<string>(tensor, Datatypes.Bytes) is [var text] ? text : throw new FormatException(
        $"shape of TEXT is {InferenceTensor.Text(tensor.Shape)}; it has one element, [1]");

    private static string[] Tokens(InferenceTensor tensor)
    {
        RequireRow(tensor);
        return Values<string>(tensor, Datatypes.Bytes);
    }

    private static int[] Ids(InferenceTensor tensor)
    {
        RequireRow(tensor);
        if (tensor.Values is int[] ids)
        {
            return ids;
        }

        var numbers = Values<long>(tensor, "INT64 or INT32");
        var bad = Array.FindIndex(numbers, number => number is < int.MinValue or > int.MaxValue);
        return bad < 0 ? Array.ConvertAll(numbers, number => (int)number) : throw new FormatException(
            $"IDS has {numbers[bad]} at position {bad}; it must be a row of the vocabulary");
    }

    private static float[][] Vectors(InferenceTensor tensor, int size)
    {
        var values = Values<float>(tensor, Datatypes.Float32);
        var shape = tensor.Shape;
        if (shape.Length < 2 || shape[^1] != size || shape[..^2].Any(length => length != 1))
        {
            throw new FormatException($"shape of FEATURES is {InferenceTensor.Text(shape)}; it must be [T,{size}], with T vectors");
        }

        return [.. values.Chunk(size)];
    }

    /// <summary>Dimensions in front that are 1, such as the batch of a client that has one, are no harm.</summary>
    private static void RequireRow(InferenceTensor tensor)
    {
        if (tensor.Shape.Length < 1 || tensor.Shape[..^1].Any(length => length != 1))
        {
            throw new FormatException($"shape of {tensor.Name} is {InferenceTensor.Text(tensor.Shape)}; it must be [T], with T steps");
        }
    }

    private static T[] Values<T>(InferenceTensor tensor, string datatype) => tensor.Values as T[]
        ?? throw new FormatException($"datatype of {tensor.Name} is {tensor.Datatype}; it must be {datatype}");
}
