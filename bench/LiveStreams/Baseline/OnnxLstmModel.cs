using RnnCluster.Recurrent.Tests.Networks;

namespace RnnCluster.LiveStreams.Baseline;

/// <summary>One step of the model in ONNX. Numbers are the field numbers of <c>onnx.proto</c>.</summary>
internal static class OnnxLstmModel
{
    private const int Float = 1;
    private const int Int64 = 7;

    /// <summary>Inputs <c>token</c>, <c>h0</c>, <c>c0</c>; outputs <c>probabilities</c>, <c>hn</c>, <c>cn</c>.</summary>
    public static byte[] Build(LstmModel model)
    {
        var (shape, tensors) = (model.Shape, model.Tensors());
        var rows = shape.Gates * shape.HiddenSize;
        int[] state = [1, 1, shape.HiddenSize];
        var graph = new ProtobufMessage().Add(2, "step")
            .Add(1, Node("Gather", ["embedding", "token"], "x"))
            .Add(1, OnnxModel.Node(shape, ["x", "w", "r", "b", "", "h0", "c0"], ["", "hn", "cn"]))
            .Add(1, Node("MatMul", ["hn", "head"], "product"))
            .Add(1, Node("Add", ["product", "bias"], "logits"))
            .Add(1, Node("Softmax", ["logits"], "probabilities"))
            .Add(5, OnnxModel.Tensor("embedding", [LstmModel.Vocabulary, shape.InputSize], tensors["embedding.weight"]))
            .Add(5, OnnxModel.Tensor("w", [1, rows, shape.InputSize], OnnxModel.Stack(shape, tensors, "weight_ih")))
            .Add(5, OnnxModel.Tensor("r", [1, rows, shape.HiddenSize], OnnxModel.Stack(shape, tensors, "weight_hh")))
            .Add(5, OnnxModel.Tensor("b", [1, 2 * rows], OnnxModel.Stack(shape, tensors, "bias_ih", "bias_hh")))
            .Add(5, OnnxModel.Tensor("head", [shape.HiddenSize, LstmModel.Classes], Transposed(tensors["head.weight"], shape.HiddenSize)))
            .Add(5, OnnxModel.Tensor("bias", [LstmModel.Classes], tensors["head.bias"]))
            .Add(11, Value("token", Int64, 1, 1))
            .Add(11, Value("h0", Float, state))
            .Add(11, Value("c0", Float, state))
            .Add(12, Value("probabilities", Float, 1, 1, LstmModel.Classes))
            .Add(12, Value("hn", Float, state))
            .Add(12, Value("cn", Float, state));
        var opset = new ProtobufMessage().Add(1, "").Add(2, OnnxModel.OpsetVersion);
        return new ProtobufMessage().Add(1, OnnxModel.IrVersion).Add(7, graph).Add(8, opset).ToArray();
    }

    private static ProtobufMessage Node(string operation, string[] inputs, string output)
    {
        var node = new ProtobufMessage();
        Array.ForEach(inputs, name => node.Add(1, name));
        return node.Add(2, output).Add(4, operation);
    }

    /// <summary>ValueInfoProto of a tensor whose sizes are fixed.</summary>
    private static ProtobufMessage Value(string name, int elementType, params int[] sizes)
    {
        var shape = new ProtobufMessage();
        Array.ForEach(sizes, size => shape.Add(1, new ProtobufMessage().Add(1, size)));
        var type = new ProtobufMessage().Add(1, new ProtobufMessage().Add(1, elementType).Add(2, shape));
        return new ProtobufMessage().Add(1, name).Add(2, type);
    }

    private static float[] Transposed(float[] matrix, int columns)
    {
        var rows = matrix.Length / columns;
        return [.. from column in Enumerable.Range(0, columns) from row in Enumerable.Range(0, rows) select matrix[row * columns + column]];
    }
}
