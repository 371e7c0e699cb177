using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Tests.Cells;
using RnnCluster.Recurrent.Tests.Kernels;

namespace RnnCluster.Recurrent.Tests.Networks;

/// <summary>Parity with <c>torch.nn.RNN</c>, <c>GRU</c> and <c>LSTM</c> on every kernel path.</summary>
public sealed class GoldenTests
{
    [Fact]
    public void Names_GoldenFolder_AreItsFiles()
    {
        var files = Directory.GetFiles(Repository.Golden(""), "*.safetensors").Select(Path.GetFileNameWithoutExtension).ToArray();

        Assert.Equal(80, files.Length);
        Assert.Equal(GoldenCase.Names.Select(row => row.Data).Order(), files.Order());
    }

    [Theory]
    [MemberData(nameof(GoldenCase.Names), MemberType = typeof(GoldenCase))]
    public void Read_EveryPath_GivesTheNumbersOfPyTorch(string name)
    {
        var golden = GoldenCase.Read(name);
        foreach (var kernel in KernelPaths.All)
        {
            AssertGolden(golden, SequenceReader.Read(
                golden.Shape, golden.Tensors, kernel, golden.Inputs, golden.Steps, golden.Batch, golden.FirstHidden, golden.FirstCell));
        }
    }

    [Theory]
    [MemberData(nameof(GoldenCase.Names), MemberType = typeof(GoldenCase))]
    public void ScalarCells_WholeSequences_GiveTheNumbersOfPyTorch(string name)
    {
        var golden = GoldenCase.Read(name);

        AssertGolden(golden, SequenceReference.Read(
            golden.Shape, golden.Tensors, golden.Inputs, golden.Steps, golden.Batch, golden.FirstHidden, golden.FirstCell));
    }

    [Theory]
    [MemberData(nameof(GoldenCase.Names), MemberType = typeof(GoldenCase))]
    public void Step_EveryPath_GivesTheNumbersOfPyTorch(string name)
    {
        var golden = GoldenCase.Read(name);
        foreach (var kernel in KernelPaths.All)
        {
            if (golden.Shape.Bidirectional)
            {
                Assert.Throws<ArgumentException>(() => new RecurrentNetwork(golden.Shape, golden.Tensors, kernel));
                continue;
            }

            AssertGolden(golden, ReadStepByStep(new RecurrentNetwork(golden.Shape, golden.Tensors, kernel), golden));
        }
    }

    private static SequenceOutput ReadStepByStep(RecurrentNetwork network, GoldenCase golden)
    {
        var size = golden.Shape.HiddenSize;
        var states = Enumerable.Range(0, golden.Batch).Select(_ => network.CreateState()).ToArray();
        float[] hidden = [.. golden.FirstHidden], cell = [.. golden.FirstCell];
        ForEachRow((values, first) => first.CopyTo(values));
        var batch = network.CreateBatch(golden.Batch);
        var outputs = new List<float>();
        foreach (var input in golden.Inputs.Chunk(golden.Batch * golden.Shape.InputSize))
        {
            Stepping.Pass(network, batch, states, [.. input.Chunk(golden.Shape.InputSize)]);
            ForEachRow((values, last) => values.CopyTo(last));
            outputs.AddRange(hidden[^(golden.Batch * size)..]);
        }

        return new SequenceOutput([.. outputs], hidden, cell, []);

        // Pairs each row of the states, [layer, h or c, padded hidden], with its row of PyTorch's [layers, batch, hidden].
        void ForEachRow(PairOfRows action)
        {
            for (var i = 0; i < golden.Shape.Layers * golden.Batch; i++)
            {
                var (layer, row) = Math.DivRem(i, golden.Batch);
                var values = states[row].Values.AsSpan(layer * network.StateRowsPerLayer * network.HiddenStride);
                action(values[..size], hidden.AsSpan(i * size, size));
                if (cell.Length > 0)
                {
                    action(values.Slice(network.HiddenStride, size), cell.AsSpan(i * size, size));
                }
            }
        }
    }

    private static void AssertGolden(GoldenCase golden, SequenceOutput actual)
    {
        Numbers.AssertNear(golden.Outputs, actual.Outputs, GoldenCase.Tolerance);
        Numbers.AssertNear(golden.LastHidden, actual.Hidden, GoldenCase.Tolerance);
        Numbers.AssertNear(golden.LastCell, actual.Cell, GoldenCase.Tolerance);
    }

    private delegate void PairOfRows(Span<float> values, Span<float> golden);
}
