using RnnCluster.Recurrent.Kernels;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Tests.Kernels;

namespace RnnCluster.Recurrent.Tests.Networks;

/// <summary>A pass leaves nothing for the garbage collector, whose pauses every session would feel.</summary>
/// <remarks>
/// A collection counts the unused rest of a thread's allocation buffer as allocated. So none may happen while bytes are counted,
/// and the tests of this class run while no others do.
/// </remarks>
[Collection(nameof(StepAllocationTests))]
[CollectionDefinition(nameof(StepAllocationTests), DisableParallelization = true)]
public sealed class StepAllocationTests
{
    private const int Passes = 200;
    private const long NoCollectionBytes = 16 << 20;

    // Rows of 16 floats: one more than a table of products may have.
    private const int TooManyRows = (int)(EmbeddingTables.ProjectedBytesLimit / (16 * sizeof(float))) + 1;

    public static MatrixTheoryData<CellKind, int, WeightFormat> CellsPathsAndFormats { get; } = new(
        Enum.GetValues<CellKind>(),
        [.. StepKernels.Available().Select(kernel => kernel.VectorBits)],
        Enum.GetValues<WeightFormat>());

    [Theory]
    [MemberData(nameof(CellsPathsAndFormats))]
    public void Pass_Features_AllocatesNothing(CellKind cell, int vectorBits, WeightFormat format)
    {
        var shape = RandomNetworks.Shape(cell, layers: 2, hidden: 17, features: 5, outputs: 7);
        var features = Numbers.Uniform(new Random(1), shape.InputSize);

        AssertAllocatesNothing(shape, vectorBits, format, (batch, row) => batch.SetFeatures(row, features));
    }

    [Theory]
    [MemberData(nameof(CellsPathsAndFormats))]
    public void Pass_ProjectedFeaturesBesideOthers_AllocatesNothing(CellKind cell, int vectorBits, WeightFormat format)
    {
        var shape = RandomNetworks.Shape(cell, layers: 2, hidden: 17, features: 5, outputs: 7);
        var inputs = new SequenceInputs([], [], RandomNetworks.Vectors(new Random(1), 3, shape.InputSize));
        var starts = new float[3 * RandomNetworks.Create(shape, seed: 1, StepKernels.Best).StartStride];

        AssertAllocatesNothing(shape, vectorBits, format, (batch, row) =>
        {
            if (row == 1)
            {
                batch.SetFeatures(row, inputs.Features[0]);
                return;
            }

            batch.Project(inputs, 0, starts);
            batch.SetProjected(row, starts.AsSpan(0, starts.Length / 3));
        });
    }

    [Theory]
    [MemberData(nameof(CellsPathsAndFormats))]
    public void Pass_Tokens_AllocatesNothing(CellKind cell, int vectorBits, WeightFormat format)
    {
        var shape = RandomNetworks.Shape(cell, layers: 2, hidden: 17, features: 0, outputs: 7) with
        {
            Embeddings = [new("embedding", 9, 3), new("suffix", 4, 2)],
        };
        int[] tableRows = [8, 3];

        AssertAllocatesNothing(shape, vectorBits, format, (batch, row) => batch.SetTokens(row, tableRows));
    }

    [Theory]
    [MemberData(nameof(CellsPathsAndFormats))]
    public void Pass_TokensAndAttention_AllocatesNothing(CellKind cell, int vectorBits, WeightFormat format)
    {
        var shape = RandomNetworks.Shape(cell, layers: 2, hidden: 17, features: 0, outputs: 7) with
        {
            Embeddings = [new("embedding", 9, 3)],
            Attention = true,
        };
        int[] tableRows = [8];

        AssertAllocatesNothing(shape, vectorBits, format, (batch, row) => batch.SetTokens(row, tableRows));
    }

    [Fact]
    public void Pass_TokensWithoutATableOfProducts_AllocatesNothing()
    {
        var shape = RandomNetworks.Shape(CellKind.RnnTanh, layers: 2, hidden: 16, features: 0, outputs: 7) with
        {
            Embeddings = [new("embedding", TooManyRows, 1)],
        };
        int[] tableRows = [8];

        AssertAllocatesNothing(
            shape, StepKernels.Best.VectorBits, WeightFormat.Float32, (batch, row) => batch.SetTokens(row, tableRows));
    }

    private static void AssertAllocatesNothing(
        NetworkShape shape, int vectorBits, WeightFormat format, Action<StepBatch, int> setInput)
    {
        var kernel = KernelPaths.OfWidth(vectorBits);
        var network = new RecurrentNetwork(shape, RandomNetworks.Tensors(shape, seed: 1), kernel, format);
        var random = new Random(1);
        RecurrentState[] states = [.. Enumerable.Range(0, 5).Select(_ => RandomNetworks.State(network, random))];
        var batch = network.CreateBatch(states.Length);
        var scores = new float[shape.OutputSize];

        // The first pass loads types.
        Run(network, batch, states, setInput, scores, passes: 1);
        Assert.True(GC.TryStartNoGCRegion(NoCollectionBytes));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(network, batch, states, setInput, scores, Passes);
        var after = GC.GetAllocatedBytesForCurrentThread();
        GC.EndNoGCRegion();

        Assert.Equal(0, after - before);
        Assert.All(states, state => Assert.Equal(Passes + 1, state.Steps));
    }

    private static void Run(
        RecurrentNetwork network,
        StepBatch batch,
        RecurrentState[] states,
        Action<StepBatch, int> setInput,
        float[] scores,
        int passes)
    {
        for (var pass = 0; pass < passes; pass++)
        {
            batch.Clear();
            foreach (var state in states)
            {
                setInput(batch, batch.Add(state));
            }

            network.Step(batch);
            for (var row = 0; row < states.Length; row++)
            {
                network.Activate(batch.Logits(row), scores);
                batch.Scatter(row, states[row]);
            }
        }
    }
}
