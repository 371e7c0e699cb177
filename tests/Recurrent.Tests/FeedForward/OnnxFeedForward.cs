using RnnCluster.Recurrent.FeedForward;
using RnnCluster.Recurrent.Tests.Networks;

namespace RnnCluster.Recurrent.Tests.FeedForward;

/// <summary>A feed-forward network as an ONNX model, one node a module. Numbers are the field numbers of <c>onnx.proto</c>.</summary>
internal static class OnnxFeedForward
{
    /// <summary>Input <c>x</c>, <c>[rows, channels, height, width]</c>; output <c>y</c>.</summary>
    public static byte[] Build(FeedForwardShape shape, IReadOnlyDictionary<string, float[]> tensors)
    {
        var graph = new ProtobufMessage().Add(2, "feed-forward");
        for (var i = 0; i < shape.Modules.Count; i++)
        {
            var output = i == shape.Modules.Count - 1 ? "y" : $"x{i + 1}";
            graph.Add(1, Node(shape.Modules[i], i == 0 ? "x" : $"x{i}", output));
        }

        foreach (var tensor in shape.Tensors())
        {
            graph.Add(5, OnnxModel.Tensor(tensor.Name, [.. tensor.Dimensions], tensors[tensor.Name]));
        }

        // Vectors are images of one pixel until a module flattens them; a linear module reads no images.
        graph.Add(11, OnnxModel.Value("x", rank: shape.Input.IsVector ? 2 : 4)).Add(12, OnnxModel.Value("y", rank: IsFlat(shape) ? 2 : 4));
        var opset = new ProtobufMessage().Add(1, "").Add(2, OnnxModel.OpsetVersion);
        return new ProtobufMessage().Add(1, OnnxModel.IrVersion).Add(7, graph).Add(8, opset).ToArray();
    }

    private static bool IsFlat(FeedForwardShape shape) => shape.Input.IsVector
        || shape.Modules.Any(module => module.Module.Kind is FeedForwardModuleKind.Flatten or FeedForwardModuleKind.Linear);

    /// <summary>NodeProto.</summary>
    private static ProtobufMessage Node(NamedModule named, string input, string output)
    {
        var node = new ProtobufMessage().Add(1, input);
        var module = named.Module;
        if (module.Kind is FeedForwardModuleKind.Conv2d or FeedForwardModuleKind.Linear)
        {
            node.Add(1, $"{named.Name}.weight").Add(1, $"{named.Name}.bias");
        }

        node.Add(2, output).Add(4, Operator(module.Kind));
        switch (module.Kind)
        {
            case FeedForwardModuleKind.Linear:
                node.Add(5, OnnxModel.Attribute("transB").Add(3, 1).Add(20, 2));
                break;
            case FeedForwardModuleKind.Conv2d:
                var (stride, padding) = (module.Stride ?? 1, module.Padding ?? 0);
                node.Add(5, Numbers("strides", stride, stride)).Add(5, Numbers("pads", padding, padding, padding, padding));
                break;
            case FeedForwardModuleKind.MaxPool or FeedForwardModuleKind.AveragePool:
                var size = module.KernelSize!.Value;
                node.Add(5, Numbers("kernel_shape", size, size)).Add(5, Numbers("strides", size, size));
                break;
        }

        return node;
    }

    /// <summary>AttributeProto of whole numbers: ints is 8, type INTS is 7.</summary>
    private static ProtobufMessage Numbers(string name, params int[] values)
    {
        var attribute = OnnxModel.Attribute(name).Add(20, 7);
        Array.ForEach(values, value => attribute.Add(8, value));
        return attribute;
    }

    private static string Operator(FeedForwardModuleKind kind) => kind switch
    {
        FeedForwardModuleKind.Conv2d => "Conv",
        FeedForwardModuleKind.MaxPool => "MaxPool",
        FeedForwardModuleKind.AveragePool => "AveragePool",
        FeedForwardModuleKind.Linear => "Gemm",
        FeedForwardModuleKind.Relu => "Relu",
        FeedForwardModuleKind.Tanh => "Tanh",
        FeedForwardModuleKind.Flatten => "Flatten",
        _ => "Identity",
    };
}
