using Microsoft.ML.OnnxRuntime;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Tests.Kernels;

namespace RnnCluster.Recurrent.Tests.Networks;

/// <summary>Parity with ONNX Runtime's RNN, GRU (<c>linear_before_reset</c>) and LSTM on random weights.</summary>
public sealed class OnnxRuntimeTests
{
    private const int Steps = 6;

    /// <summary>Absolute; ONNX Runtime approximates tanh and sigmoid in single precision.</summary>
    private const float Tolerance = 1e-5f;

    public static MatrixTheoryData<CellKind, bool> Cells { get; } = new(Enum.GetValues<CellKind>(), [false, true]);

    [Theory]
    [MemberData(nameof(Cells))]
    public void Read_RandomWeights_GivesTheNumbersOfOnnxRuntime(CellKind cell, bool bidirectional)
    {
        foreach (var hidden in new[] { 1, 15, 16, 17, 31, 64, 65 })
        {
            // Input sizes and batches vary along, each awkward in its turn.
            var shape = RandomNetworks.Shape(cell, 1, hidden, features: 66 - hidden, outputs: 1, bidirectional);
            Compare(shape, batch: 1 + hidden % 6, seed: hidden);
        }
    }

    private static void Compare(NetworkShape shape, int batch, int seed)
    {
        var tensors = RandomNetworks.Tensors(shape, seed);
        var random = new Random(seed);
        var stateSize = shape.Directions * batch * shape.HiddenSize;
        var inputs = Numbers.Uniform(random, Steps * batch * shape.InputSize);
        var hidden = Numbers.Uniform(random, stateSize);
        var cell = shape.Cell == CellKind.Lstm ? Numbers.Uniform(random, stateSize) : [];
        var expected = RunOnnx(shape, tensors, batch, inputs, hidden, cell);
        foreach (var kernel in KernelPaths.All)
        {
            var read = SequenceReader.Read(shape, tensors, kernel, inputs, Steps, batch, hidden, cell);

            Numbers.AssertNear(expected.Outputs, read.Outputs, Tolerance);
            Numbers.AssertNear(expected.Hidden, read.Hidden, Tolerance);
            Numbers.AssertNear(expected.Cell, read.Cell, Tolerance);
        }
    }

    private static SequenceOutput RunOnnx(
        NetworkShape shape, IReadOnlyDictionary<string, float[]> tensors, int batch, float[] inputs, float[] hidden, float[] cell)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        using var session = new InferenceSession(OnnxModel.Build(shape, tensors), options);
        using var x = OrtValue.CreateTensorValueFromMemory(inputs, [Steps, batch, shape.InputSize]);
        using var h0 = OrtValue.CreateTensorValueFromMemory(hidden, [shape.Directions, batch, shape.HiddenSize]);
        long directionsWithCell = cell.Length == 0 ? 0 : shape.Directions;
        using var c0 = OrtValue.CreateTensorValueFromMemory(cell, [directionsWithCell, batch, shape.HiddenSize]);
        using var run = new RunOptions();
        string[] names = [.. session.InputMetadata.Keys];
        OrtValue[] values = [.. names.Select(name => name switch { "x" => x, "h0" => h0, _ => c0 })];
        using var results = session.Run(run, names, values, session.OutputNames);
        float[] Result(int index) => results[index].GetTensorDataAsSpan<float>().ToArray();
        return new SequenceOutput(
            DirectionsLast(Result(0), shape, batch), Result(1), shape.Cell == CellKind.Lstm ? Result(2) : [], []);
    }

    /// <summary>ONNX's <c>[time, directions, batch, hidden]</c> to PyTorch's <c>[time, batch, directions · hidden]</c>.</summary>
    private static float[] DirectionsLast(float[] values, NetworkShape shape, int batch)
    {
        var turned = new float[values.Length];
        var rows = values.Length / shape.HiddenSize;
        for (var row = 0; row < rows; row++)
        {
            var (time, inStep) = Math.DivRem(row, shape.Directions * batch);
            var (direction, sequence) = Math.DivRem(inStep, batch);
            var at = (time * batch + sequence) * shape.Directions + direction;
            values.AsSpan(row * shape.HiddenSize, shape.HiddenSize).CopyTo(turned.AsSpan(at * shape.HiddenSize));
        }

        return turned;
    }
}
