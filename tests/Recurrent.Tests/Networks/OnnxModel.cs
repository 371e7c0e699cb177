using System.Runtime.InteropServices;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Recurrent.Tests.Networks;

/// <summary>One recurrent layer as an ONNX model of a single node. Numbers are the field numbers of <c>onnx.proto</c>.</summary>
/// <remarks>
/// ONNX stacks gates otherwise than PyTorch (RNN i; GRU z, r, h; LSTM i, o, f, c), directions in the first dimension, and both
/// biases in one tensor. https://onnx.ai/onnx/operators/onnx__LSTM.html, likewise GRU and RNN.
/// </remarks>
internal static class OnnxModel
{
    public const int IrVersion = 8;
    public const int OpsetVersion = 14;
    private const int Float = 1;

    /// <summary>Inputs <c>x</c>, <c>h0</c> (and <c>c0</c>); outputs <c>y</c>, <c>hn</c> (and <c>cn</c>).</summary>
    public static byte[] Build(NetworkShape shape, IReadOnlyDictionary<string, float[]> tensors)
    {
        var lstm = shape.Cell == CellKind.Lstm;
        var rows = shape.Gates * shape.HiddenSize;
        string[] inputs = lstm ? ["x", "h0", "c0"] : ["x", "h0"];
        string[] outputs = lstm ? ["y", "hn", "cn"] : ["y", "hn"];
        var graph = new ProtobufMessage()
            .Add(1, Node(shape, [inputs[0], "w", "r", "b", "", .. inputs[1..]], outputs))
            .Add(2, "layer")
            .Add(5, Tensor("w", [shape.Directions, rows, shape.InputSize], Stack(shape, tensors, "weight_ih")))
            .Add(5, Tensor("r", [shape.Directions, rows, shape.HiddenSize], Stack(shape, tensors, "weight_hh")))
            .Add(5, Tensor("b", [shape.Directions, 2 * rows], Stack(shape, tensors, "bias_ih", "bias_hh")));
        foreach (var name in inputs)
        {
            graph.Add(11, Value(name, rank: 3));
        }

        foreach (var name in outputs)
        {
            graph.Add(12, Value(name, rank: name == "y" ? 4 : 3));
        }

        var opset = new ProtobufMessage().Add(1, "").Add(2, OpsetVersion);
        return new ProtobufMessage().Add(1, IrVersion).Add(7, graph).Add(8, opset).ToArray();
    }

    /// <summary>NodeProto of the layer; an output whose name is empty is left out.</summary>
    public static ProtobufMessage Node(NetworkShape shape, string[] inputs, string[] outputs)
    {
        var node = new ProtobufMessage();
        Array.ForEach(inputs, name => node.Add(1, name));
        Array.ForEach(outputs, name => node.Add(2, name));
        node.Add(4, shape.Cell switch { CellKind.Gru => "GRU", CellKind.Lstm => "LSTM", _ => "RNN" });
        node.Add(5, Attribute("hidden_size").Add(3, shape.HiddenSize).Add(20, 2));
        node.Add(5, Attribute("direction").Add(4, shape.Bidirectional ? "bidirectional" : "forward").Add(20, 3));
        if (shape.Cell == CellKind.Gru)
        {
            node.Add(5, Attribute("linear_before_reset").Add(3, 1).Add(20, 2));
        }
        else if (shape.Cell != CellKind.Lstm)
        {
            var activations = Attribute("activations").Add(20, 8);
            for (var direction = 0; direction < shape.Directions; direction++)
            {
                activations.Add(9, shape.Cell == CellKind.RnnRelu ? "Relu" : "Tanh");
            }

            node.Add(5, activations);
        }

        return node;
    }

    /// <summary>AttributeProto: i is 3, s is 4, strings is 9; type is 20 (INT 2, STRING 3, STRINGS 8).</summary>
    public static ProtobufMessage Attribute(string name) => new ProtobufMessage().Add(1, name);

    /// <summary>TensorProto with raw data.</summary>
    public static ProtobufMessage Tensor(string name, int[] dimensions, float[] values)
    {
        var tensor = new ProtobufMessage();
        Array.ForEach(dimensions, size => tensor.Add(1, size));
        return tensor.Add(2, Float).Add(8, name).Add(9, MemoryMarshal.AsBytes(values.AsSpan()));
    }

    /// <summary>ValueInfoProto of a tensor whose sizes are left open.</summary>
    public static ProtobufMessage Value(string name, int rank)
    {
        var shape = new ProtobufMessage();
        for (var dimension = 0; dimension < rank; dimension++)
        {
            shape.Add(1, new ProtobufMessage());
        }

        var type = new ProtobufMessage().Add(1, new ProtobufMessage().Add(1, Float).Add(2, shape));
        return new ProtobufMessage().Add(1, name).Add(2, type);
    }

    /// <summary>
    /// The tensors of a direction one after the other, their gates in ONNX's order; then those of the other direction.
    /// </summary>
    public static float[] Stack(NetworkShape shape, IReadOnlyDictionary<string, float[]> tensors, params string[] names)
    {
        int[] gateOrder = shape.Cell switch { CellKind.Gru => [1, 0, 2], CellKind.Lstm => [0, 3, 1, 2], _ => [0] };
        return
        [
            .. from suffix in shape.Bidirectional ? ["l0", "l0_reverse"] : new[] { "l0" }
               from name in names
               let stacked = tensors[$"rnn.{name}_{suffix}"]
               let size = stacked.Length / gateOrder.Length
               from gate in gateOrder
               from value in stacked.Skip(gate * size).Take(size)
               select value,
        ];
    }
}
