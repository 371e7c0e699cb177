using RnnCluster.Recurrent.FeedForward;

namespace RnnCluster.Recurrent.Tests.FeedForward;

public sealed class FeedForwardShapeTests
{
    private static readonly Dictionary<string, (FeedForwardShape Shape, string Message)> Broken = new()
    {
        ["linear on an image"] = (FeedForwardCase.Image(3, 4, 5, FeedForwardCase.Linear(2)),
            "network.0 is linear and reads 3 × 4 × 5; it must be flat: put flatten before it"),
        ["kernel larger than the image"] = (FeedForwardCase.Image(1, 9, 4, FeedForwardCase.Conv(2, kernel: 5)),
            "network.0 has kernelSize 5 and reads only 4 rows or columns with padding 0"),
        ["kernel larger than the padded image"] = (FeedForwardCase.Image(1, 1, 9, FeedForwardCase.Conv(2, kernel: 4, padding: 1)),
            "network.0 has kernelSize 4 and reads only 1 rows or columns with padding 1"),
        ["pool larger than the image"] = (
            FeedForwardCase.Image(1, 4, 4, FeedForwardCase.Conv(1, 3), FeedForwardCase.Pool(FeedForwardModuleKind.MaxPool, 3)),
            "network.1 has kernelSize 3 and reads only 2 rows or columns with padding 0"),
        ["too many outputs"] = (FeedForwardCase.Image(1, 100, 100, FeedForwardCase.Conv(16_384, kernel: 1)),
            "network.0 makes 163840000 values of 1 × 100 × 100; it may make 1048576"),
        ["too large windows"] = (FeedForwardCase.Image(6, 100, 100, FeedForwardCase.Conv(1, kernel: 50, padding: 25)),
            "network.0 makes 178517500 values of windows of 6 × 100 × 100; it may make 16777216"),
        ["too much work"] = (
            new FeedForwardShape(ImageShape.Vector(65_536), [.. Enumerable.Range(0, 20).Select(
                i => new NamedModule($"network.{i}", new() { Kind = FeedForwardModuleKind.Linear, Size = i % 2 == 0 ? 16_384 : 65_536 }))]),
            "network.16 makes 18253611008 multiply-adds with those before it of 65536 values; it may make 17179869184"),
    };

    public static TheoryData<string> BrokenNames => [.. Broken.Keys];

    [Theory]
    [MemberData(nameof(BrokenNames))]
    public void Rows_ModulesThatDoNotFit_ThrowsNamingTheFirst(string name)
    {
        var (shape, message) = Broken[name];

        Assert.Equal(message, Assert.Throws<ArgumentException>(shape.Rows).Message);
    }

    [Fact]
    public void Rows_EveryModule_HasPyTorchsShapes()
    {
        ImageShape[] expected =
        [
            new(3, 12, 10), new(8, 12, 10), new(8, 12, 10), new(8, 6, 5), new(8, 6, 5), new(5, 3, 2), new(5, 3, 2), new(5, 1, 1),
            new(5, 1, 1), new(19, 1, 1), new(19, 1, 1), new(19, 1, 1), new(3, 1, 1),
        ];

        Assert.Equal(expected, FeedForwardCase.All["all"].Rows());
    }

    [Fact]
    public void Tensors_EveryModule_HaveNamesAndSizesOfItsSequential()
    {
        string[] expected =
        [
            "network.0.weight [8, 3, 3, 3]: channels 8, 3 channels before it, kernelSize 3 twice", "network.0.bias [8]: 8 outputs",
            "network.4.weight [5, 8, 2, 2]: channels 5, 8 channels before it, kernelSize 2 twice", "network.4.bias [5]: 5 outputs",
            "network.8.weight [19, 5]: size 19, 5 values before it", "network.8.bias [19]: 19 outputs",
            "network.11.weight [3, 19]: size 3, 19 values before it", "network.11.bias [3]: 3 outputs",
        ];

        var tensors = FeedForwardCase.All["all"].Tensors();

        Assert.Equal(expected, tensors.Select(tensor => $"{tensor.Name} [{string.Join(", ", tensor.Dimensions)}]: {tensor.Derivation}"));
    }

    [Fact]
    public void Then_LinearWithTanh_AppendsBoth()
    {
        var shape = FeedForwardCase.Vector(3).Then("bridge", 7, tanh: true);

        Assert.Equal(["bridge.weight", "bridge.bias"], shape.Tensors().Select(tensor => tensor.Name));
        Assert.Equal(
            [FeedForwardModuleKind.Linear, FeedForwardModuleKind.Tanh], shape.Modules.Select(module => module.Module.Kind));
    }
}
