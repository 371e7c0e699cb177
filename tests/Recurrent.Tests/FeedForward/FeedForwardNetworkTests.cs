using Microsoft.ML.OnnxRuntime;
using RnnCluster.Recurrent.FeedForward;
using RnnCluster.Recurrent.Tests.Kernels;

namespace RnnCluster.Recurrent.Tests.FeedForward;

public sealed class FeedForwardNetworkTests
{
    // Absolute; the sums have up to 100 products of numbers below 10.
    private const float Tolerance = 1e-4f;

    [Theory]
    [MemberData(nameof(FeedForwardCase.Names), MemberType = typeof(FeedForwardCase))]
    public void Step_EveryModule_GivesTheNumbersOfItsDefinition(string name)
    {
        var shape = FeedForwardCase.All[name];
        var tensors = FeedForwardCase.Tensors(shape);
        var rows = FeedForwardCase.Rows(shape, 3);
        var reference = new FeedForwardReference(shape.Input, tensors);
        foreach (var kernel in KernelPaths.All)
        {
            var outputs = Apply(new FeedForwardNetwork(shape, tensors, kernel), rows);

            Assert.All(rows, (row, i) => Numbers.AssertNear(reference.Apply(shape.Modules, row), outputs[i], Tolerance));
        }
    }

    [Theory]
    [MemberData(nameof(FeedForwardCase.Names), MemberType = typeof(FeedForwardCase))]
    public void Step_RowInABatchOfAnySize_HasTheBitsOfTheRowAlone(string name)
    {
        var shape = FeedForwardCase.All[name];
        var network = new FeedForwardNetwork(shape, FeedForwardCase.Tensors(shape));
        foreach (var count in new[] { 2, 15, 16, 17, 40 })
        {
            var rows = FeedForwardCase.Rows(shape, count);

            var together = Apply(network, rows);

            Assert.All(rows, (row, i) => Numbers.AssertSameBits(Apply(network, [row])[0], together[i]));
        }
    }

    [Theory]
    [MemberData(nameof(FeedForwardCase.Names), MemberType = typeof(FeedForwardCase))]
    public void Step_EveryPath_GivesTheSameBits(string name)
    {
        var shape = FeedForwardCase.All[name];
        var rows = FeedForwardCase.Rows(shape, 5);

        var runs = KernelPaths.All.Select(kernel =>
            Apply(new FeedForwardNetwork(shape, FeedForwardCase.Tensors(shape), kernel), rows).SelectMany(row => row).ToArray()).ToArray();

        Assert.All(runs, run => Numbers.AssertSameBits(runs[^1], run));
    }

    /// <summary>The tolerance is absolute: ONNX Runtime sums in an order of its own.</summary>
    [Theory]
    [MemberData(nameof(FeedForwardCase.Names), MemberType = typeof(FeedForwardCase))]
    public void Step_EveryModule_GivesTheNumbersOfOnnxRuntime(string name)
    {
        var shape = FeedForwardCase.All[name];
        var tensors = FeedForwardCase.Tensors(shape);
        var rows = FeedForwardCase.Rows(shape, 4);
        float[] together = [.. rows.SelectMany(row => row)];
        var input = shape.Input;
        long[] sizes = input.IsVector ? [rows.Length, input.Size] : [rows.Length, input.Channels, input.Height, input.Width];
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        using var session = new InferenceSession(OnnxFeedForward.Build(shape, tensors), options);
        using var x = OrtValue.CreateTensorValueFromMemory(together, sizes);
        using var run = new RunOptions();
        using var results = session.Run(run, ["x"], [x], ["y"]);

        var outputs = Apply(new FeedForwardNetwork(shape, tensors), rows);

        Numbers.AssertNear(results[0].GetTensorDataAsSpan<float>(), [.. outputs.SelectMany(row => row)], Tolerance);
    }

    [Fact]
    public void Step_BatchUsedAgain_LeavesNothingOfTheRowsBefore()
    {
        var shape = FeedForwardCase.All["all"];
        var network = new FeedForwardNetwork(shape, FeedForwardCase.Tensors(shape));
        var batch = network.CreateBatch(20);
        var (first, second) = (FeedForwardCase.Rows(shape, 20), FeedForwardCase.Rows(shape, 3));
        Apply(network, batch, [.. first.Select(row => row.Select(_ => float.NaN).ToArray())]);

        var outputs = Apply(network, batch, second);

        Assert.All(second, (row, i) => Numbers.AssertSameBits(Apply(network, [row])[0], outputs[i]));
    }

    [Fact]
    public void Add_VectorOfAnotherLength_ThrowsAndTakesNoRow()
    {
        var shape = FeedForwardCase.Vector(3, FeedForwardCase.Linear(2));
        var batch = new FeedForwardNetwork(shape, FeedForwardCase.Tensors(shape)).CreateBatch(1);

        var exception = Assert.Throws<ArgumentException>(() => batch.Add(new float[4]));

        Assert.StartsWith("4 features; the network reads 3", exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, batch.Count);
    }

    [Fact]
    public void Constructor_TensorMissing_ThrowsNamingIt()
    {
        var shape = FeedForwardCase.Vector(3, FeedForwardCase.Linear(2));
        var tensors = FeedForwardCase.Tensors(shape);
        tensors.Remove("network.0.weight");

        var exception = Assert.Throws<ArgumentException>(() => new FeedForwardNetwork(shape, tensors));

        Assert.StartsWith("tensor network.0.weight has 0 elements; it must have 6", exception.Message, StringComparison.Ordinal);
    }

    private static float[][] Apply(FeedForwardNetwork network, float[][] rows) => Apply(network, network.CreateBatch(rows.Length), rows);

    private static float[][] Apply(FeedForwardNetwork network, FeedForwardBatch batch, float[][] rows)
    {
        batch.Clear();
        foreach (var row in rows)
        {
            batch.Add(row);
        }

        network.Step(batch);
        return [.. rows.Select((_, row) => batch.Output(row).ToArray())];
    }
}
