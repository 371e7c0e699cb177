using RnnCluster.Recurrent.Kernels;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Tests.Kernels;

namespace RnnCluster.Recurrent.Tests.Networks;

/// <summary>Networks whose step attends to a source. That a row alone equals a row in a batch is in <see cref="StepProperties"/>.</summary>
public sealed class AttentionNetworkTests
{
    private const int Steps = 7;
    private const float Tolerance = 2e-5f;

    public static MatrixTheoryData<CellKind, int> CellsAndLayers { get; } = new([CellKind.Gru, CellKind.Lstm], [1, 2]);

    [Theory]
    [MemberData(nameof(CellsAndLayers))]
    public void Step_SeveralSteps_GivesTheNumbersOfTheEquations(CellKind cell, int layers)
    {
        foreach (var hidden in new[] { 1, 15, 16, 17, 33 })
        {
            foreach (var kernel in KernelPaths.All)
            {
                Compare(Shape(cell, layers, hidden), kernel, positions: 1 + hidden % 9);
            }
        }
    }

    [Fact]
    public void Step_RowWithoutMemory_HasAZeroContext()
    {
        Compare(Shape(CellKind.Gru, layers: 1, hidden: 17), StepKernels.Best, positions: 0);
    }

    /// <summary>As <see cref="RecurrentNetworkTests.Step_AnyProcess_GivesTheBitsThatAreWrittenDown"/>, for attention.</summary>
    [Theory]
    [InlineData(CellKind.Gru, 2737385289)]
    [InlineData(CellKind.Lstm, 4133501921)]
    public void Step_AnyProcess_GivesTheBitsThatAreWrittenDown(CellKind cell, uint expected)
    {
        foreach (var kernel in KernelPaths.All)
        {
            var hash = 2166136261u;
            foreach (var hidden in new[] { 3, 16, 17, 40, 65 })
            {
                var shape = Shape(cell, layers: 2, hidden);
                var network = RandomNetworks.Create(shape, seed: hidden, kernel);
                var random = new Random(hidden);
                var state = network.CreateState();
                state.Memory = AttentionMemory.Of(RandomNetworks.Vectors(random, 2 * hidden, hidden));
                var logits = Stepping.Alone(network, state, RandomNetworks.Vectors(random, 20, shape.VectorSize));
                foreach (var value in logits.Concat(state.Values))
                {
                    // FNV-1a, a word at a time.
                    hash = (hash ^ BitConverter.SingleToUInt32Bits(value)) * 16777619;
                }
            }

            Assert.Equal(expected, hash);
        }
    }

    [Fact]
    public void SetFirstHidden_TwoLayersOfLstm_SetsHiddenAndClearsTheRest()
    {
        var shape = Shape(CellKind.Lstm, layers: 2, hidden: 17);
        var network = RandomNetworks.Create(shape, seed: 1, StepKernels.Best);
        var state = RandomNetworks.State(network, new Random(1));
        float[] first = [.. Enumerable.Range(1, 34).Select(value => (float)value)];

        network.SetFirstHidden(state, first);

        var rows = state.Values.Chunk(32).ToArray();
        float[] padding = new float[15], zeros = new float[32];
        Assert.Equal([[.. first[..17], .. padding], zeros, [.. first[17..], .. padding], zeros, zeros], rows);
    }

    [Fact]
    public void Step_WhenDone_KeepsNoMemory()
    {
        var shape = Shape(CellKind.Gru, layers: 1, hidden: 3);
        var network = RandomNetworks.Create(shape, seed: 1, StepKernels.Best);
        var batch = network.CreateBatch(2);
        batch.SetFeatures(batch.Add(network.CreateState().Values, AttentionMemory.Of([[1, 2, 3]])), new float[5]);

        network.Step(batch);

        Assert.Equal([null], batch.Memories.ToArray());
    }

    [Fact]
    public void Memory_ValuesThatAreNoWholeVectors_AreRefused()
    {
        var exception = Assert.Throws<ArgumentException>(() => new AttentionMemory(17, new float[48]));

        Assert.StartsWith("48 values; a memory has a multiple of 32", exception.Message, StringComparison.Ordinal);
    }

    private static void Compare(NetworkShape shape, IStepKernel kernel, int positions)
    {
        var tensors = RandomNetworks.Tensors(shape, seed: shape.HiddenSize);
        var network = new RecurrentNetwork(shape, tensors, kernel);
        var reference = new AttentionReference(shape, tensors);
        var random = new Random(shape.HiddenSize);
        var memory = RandomNetworks.Vectors(random, positions, shape.HiddenSize);
        var state = network.CreateState();
        state.Memory = positions > 0 ? AttentionMemory.Of(memory) : null;
        foreach (var input in RandomNetworks.Vectors(random, Steps, shape.VectorSize))
        {
            var logits = Stepping.Alone(network, state, [input]);

            Numbers.AssertNear(Singles(reference.Step(input, memory)), logits, Tolerance);
            Numbers.AssertNear(State(reference, shape), Unpadded(state, network), Tolerance);
        }
    }

    private static NetworkShape Shape(CellKind cell, int layers, int hidden) =>
        RandomNetworks.Shape(cell, layers, hidden, features: 5, outputs: 9) with { Attention = true };

    private static float[] State(AttentionReference reference, NetworkShape shape) => Singles(
    [
        .. Enumerable.Range(0, shape.Layers).SelectMany(layer =>
            shape.Cell == CellKind.Lstm ? reference.Hidden[layer].Concat(reference.Cell[layer]) : reference.Hidden[layer]),
        .. reference.Attentional,
    ]);

    private static float[] Unpadded(RecurrentState state, RecurrentNetwork network) =>
        [.. state.Values.Chunk(network.HiddenStride).SelectMany(row => row[..network.Shape.HiddenSize])];

    private static float[] Singles(IEnumerable<double> values) => [.. values.Select(value => (float)value)];
}
