using RnnCluster.Kernels.Cases;
using RnnCluster.Recurrent.Tests.Networks;

namespace RnnCluster.Kernels.Steps;

/// <summary>A case's step as an ONNX model with all sizes fixed. Numbers are the field numbers of <c>onnx.proto</c>.</summary>
internal static class OnnxStepModel
{
    private const int Float = 1;
    private const int Int32 = 6;

    /// <summary>
    /// Inputs <c>x</c> or <c>tokens</c>, <c>h0</c> (and <c>c0</c>); outputs <c>hn</c> (and <c>cn</c>). Tokens are looked up by
    /// Gather; <c>y</c>, the same as <c>hn</c>, is not asked for.
    /// </summary>
    public static byte[] Build(StepCase @case, StepTensors tensors)
    {
        var shape = @case.Shape;
        var rows = shape.Gates * shape.HiddenSize;
        string[] state = @case.HasCellState ? ["h0", "c0"] : ["h0"];
        string[] outputs = @case.HasCellState ? ["hn", "cn"] : ["hn"];
        int[] stateSizes = [1, @case.Batch, shape.HiddenSize];
        var graph = new ProtobufMessage().Add(2, "step");
        if (@case.Input == StepInput.Token)
        {
            graph.Add(1, new ProtobufMessage().Add(1, "embedding").Add(1, "tokens").Add(2, "x").Add(4, "Gather"))
                .Add(5, OnnxModel.Tensor("embedding", [StepCase.Vocabulary, shape.InputSize], tensors.Embedding))
                .Add(11, Value("tokens", Int32, 1, @case.Batch));
        }
        else
        {
            graph.Add(11, Value("x", Float, 1, @case.Batch, shape.InputSize));
        }

        graph.Add(1, OnnxModel.Node(shape, ["x", "w", "r", "b", "", .. state], ["", .. outputs]))
            .Add(5, OnnxModel.Tensor("w", [1, rows, shape.InputSize], OnnxModel.Stack(shape, tensors.Weights, "weight_ih")))
            .Add(5, OnnxModel.Tensor("r", [1, rows, shape.HiddenSize], OnnxModel.Stack(shape, tensors.Weights, "weight_hh")))
            .Add(5, OnnxModel.Tensor("b", [1, 2 * rows], OnnxModel.Stack(shape, tensors.Weights, "bias_ih", "bias_hh")));
        Array.ForEach(state, name => graph.Add(11, Value(name, Float, stateSizes)));
        Array.ForEach(outputs, name => graph.Add(12, Value(name, Float, stateSizes)));
        var opset = new ProtobufMessage().Add(1, "").Add(2, OnnxModel.OpsetVersion);
        return new ProtobufMessage().Add(1, OnnxModel.IrVersion).Add(7, graph).Add(8, opset).ToArray();
    }

    /// <summary>ValueInfoProto of a tensor whose sizes are fixed.</summary>
    private static ProtobufMessage Value(string name, int elementType, params int[] sizes)
    {
        var shape = new ProtobufMessage();
        Array.ForEach(sizes, size => shape.Add(1, new ProtobufMessage().Add(1, size)));
        var type = new ProtobufMessage().Add(1, new ProtobufMessage().Add(1, elementType).Add(2, shape));
        return new ProtobufMessage().Add(1, name).Add(2, type);
    }
}
