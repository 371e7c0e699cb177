using RnnCluster.Recurrent.FeedForward;
using RnnCluster.Recurrent.Tests.Kernels;

namespace RnnCluster.Recurrent.Tests.FeedForward;

/// <summary>Feed-forward networks of every module, with odd sizes, and their weights.</summary>
internal static class FeedForwardCase
{
    public static readonly Dictionary<string, FeedForwardShape> All = new()
    {
        ["linear"] = Vector(17, Linear(33)),
        ["linear, tanh, linear"] = Vector(5, Linear(16), Of(FeedForwardModuleKind.Tanh), Linear(1)),
        ["convolution"] = Image(2, 5, 7, Conv(3, kernel: 3)),
        ["padding"] = Image(3, 4, 4, Conv(17, kernel: 3, padding: 1)),
        ["stride"] = Image(1, 9, 8, Conv(2, kernel: 2, stride: 3)),
        ["stride and padding"] = Image(2, 7, 6, Conv(4, kernel: 5, stride: 2, padding: 2)),
        ["max pool"] = Image(3, 7, 5, Pool(FeedForwardModuleKind.MaxPool, 2)),
        ["average pool"] = Image(2, 8, 9, Pool(FeedForwardModuleKind.AveragePool, 3)),
        ["relu"] = Image(2, 3, 3, Of(FeedForwardModuleKind.Relu)),
        ["all"] = Image(
            3, 12, 10, Conv(8, kernel: 3, padding: 1), Of(FeedForwardModuleKind.Relu), Pool(FeedForwardModuleKind.MaxPool, 2),
            Of(FeedForwardModuleKind.Dropout), Conv(5, kernel: 2, stride: 2), Of(FeedForwardModuleKind.Tanh),
            Pool(FeedForwardModuleKind.AveragePool, 2), Of(FeedForwardModuleKind.Flatten), Linear(19), Of(FeedForwardModuleKind.Relu),
            Of(FeedForwardModuleKind.Dropout), Linear(3)),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    public static FeedForwardModule Of(FeedForwardModuleKind kind) => new() { Kind = kind };

    public static FeedForwardModule Linear(int size) => new() { Kind = FeedForwardModuleKind.Linear, Size = size };

    public static FeedForwardModule Conv(int channels, int kernel, int? stride = null, int? padding = null) =>
        new() { Kind = FeedForwardModuleKind.Conv2d, Channels = channels, KernelSize = kernel, Stride = stride, Padding = padding };

    public static FeedForwardModule Pool(FeedForwardModuleKind kind, int size) => new() { Kind = kind, KernelSize = size };

    public static FeedForwardShape Vector(int size, params FeedForwardModule[] modules) => Network(ImageShape.Vector(size), modules);

    public static FeedForwardShape Image(int channels, int height, int width, params FeedForwardModule[] modules) =>
        Network(new ImageShape(channels, height, width), modules);

    public static Dictionary<string, float[]> Tensors(FeedForwardShape shape)
    {
        var random = new Random(shape.Modules.Count);
        return shape.Tensors().ToDictionary(tensor => tensor.Name, tensor => Numbers.Uniform(random, (int)tensor.Elements));
    }

    /// <summary>Random rows of input, of both signs.</summary>
    public static float[][] Rows(FeedForwardShape shape, int count)
    {
        var random = new Random(count);
        return [.. Enumerable.Range(0, count).Select(_ => Numbers.Uniform(random, shape.Input.Size))];
    }

    private static FeedForwardShape Network(ImageShape input, FeedForwardModule[] modules) =>
        new(input, [.. modules.Select((module, index) => new NamedModule($"network.{index}", module))]);
}
