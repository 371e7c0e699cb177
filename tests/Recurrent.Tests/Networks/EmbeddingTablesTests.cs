using RnnCluster.Recurrent.Kernels;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Tests.Cells;
using RnnCluster.Recurrent.Tests.Kernels;

namespace RnnCluster.Recurrent.Tests.Networks;

/// <summary>Tokens whose products are in a table, against the same vectors as features.</summary>
public sealed class EmbeddingTablesTests
{
    // Sums of up to 21 products of numbers below 1, in another order.
    private const float Tolerance = 1e-6f;

    /// <summary>Where the rows of each table are rounded to 8 bits by themselves.</summary>
    private const float RoundedTolerance = 1e-2f;

    // Rows of 16 floats: one more than a table of products may have.
    private const int TooManyRows = (int)(EmbeddingTables.ProjectedBytesLimit / (16 * sizeof(float))) + 1;

    private static readonly int[][] Tokens = [[0, 3], [8, 0], [4, 2], [8, 3], [0, 0], [1, 1], [4, 2]];

    [Theory]
    [MemberData(nameof(CellCase.KindsAndFormats), MemberType = typeof(CellCase))]
    public void Step_OneTable_HasTheBitsOfTheProduct(CellKind kind, WeightFormat format)
    {
        var shape = Shape(kind, [new("embedding", 9, 21)]);
        foreach (var kernel in KernelPaths.All)
        {
            var (projected, multiplied) = Read(shape, kernel, format);

            Numbers.AssertSameBits(multiplied, projected);
        }
    }

    [Theory]
    [MemberData(nameof(CellCase.KindsAndFormats), MemberType = typeof(CellCase))]
    public void Step_SeveralTables_IsNearTheProductAndTheSameOnEveryPath(CellKind kind, WeightFormat format)
    {
        var shape = Shape(kind, [new("embedding", 9, 17), new("suffix", 4, 4)]);
        var (expected, _) = Read(shape, new StepKernelReference(), format);
        foreach (var kernel in StepKernels.Available())
        {
            var (projected, multiplied) = Read(shape, kernel, format);

            Numbers.AssertSameBits(expected, projected);
            Numbers.AssertNear(multiplied, projected, format == WeightFormat.Int8 ? RoundedTolerance : Tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(CellCase.KindsAndFormats), MemberType = typeof(CellCase))]
    public void Step_OneTableAndAttention_HasTheBitsOfTheProduct(CellKind kind, WeightFormat format)
    {
        var shape = Shape(kind, [new("embedding", 9, 21)]) with { Attention = true };
        foreach (var kernel in KernelPaths.All)
        {
            var (projected, multiplied) = Read(shape, kernel, format);

            Numbers.AssertSameBits(multiplied, projected);
        }
    }

    [Fact]
    public void IsProjected_ProductsBeyondTheLimit_IsFalseAndTokensAreMultiplied()
    {
        var shape = RandomNetworks.Shape(CellKind.RnnTanh, layers: 1, hidden: 3, features: 0, outputs: 5) with
        {
            Embeddings = [new("embedding", TooManyRows, 1)],
        };
        var tensors = RandomNetworks.Tensors(shape, seed: 1);
        var network = new RecurrentNetwork(shape, tensors);
        var batch = network.CreateBatch(2);
        batch.SetTokens(batch.Add(network.CreateState()), [TooManyRows - 1]);
        batch.SetFeatures(batch.Add(network.CreateState()), [tensors["embedding.weight"][^1]]);

        network.Step(batch);

        Assert.False(network.HasProjectedTokens);
        Numbers.AssertSameBits(batch.Logits(1), batch.Logits(0));
    }

    [Fact]
    public void IsProjected_SeveralTablesTogetherBeyondTheLimit_IsFalse()
    {
        var shape = RandomNetworks.Shape(CellKind.RnnTanh, layers: 1, hidden: 3, features: 0, outputs: 5) with
        {
            Embeddings = [new("embedding", TooManyRows - 9, 1), new("suffix", 9, 1)],
        };

        Assert.False(new RecurrentNetwork(shape, RandomNetworks.Tensors(shape, seed: 1)).HasProjectedTokens);
    }

    [Theory]
    [InlineData(9, -1)]
    [InlineData(9, 9)]
    [InlineData(9, int.MaxValue)]
    [InlineData(TooManyRows, -1)]
    [InlineData(TooManyRows, TooManyRows)]
    [InlineData(TooManyRows, int.MaxValue)]
    public void SetTokens_RowOutOfRange_Throws(int rows, int row)
    {
        var shape = RandomNetworks.Shape(CellKind.RnnTanh, layers: 1, hidden: 3, features: 0, outputs: 1) with
        {
            Embeddings = [new("embedding", rows, 1)],
        };
        var network = new RecurrentNetwork(shape, RandomNetworks.Tensors(shape, seed: 1));
        var batch = network.CreateBatch(1);
        batch.Add(network.CreateState());

        Assert.Equal(rows == 9, network.HasProjectedTokens);
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.SetTokens(0, [row]));
    }

    private static NetworkShape Shape(CellKind kind, EmbeddingShape[] tables) =>
        RandomNetworks.Shape(kind, layers: 2, hidden: 19, features: 0, outputs: 7) with { Embeddings = tables };

    /// <summary>The logits of a few steps of one network by its tokens, and of its twin by their vectors.</summary>
    private static (float[] Projected, float[] Multiplied) Read(NetworkShape shape, IStepKernel kernel, WeightFormat format)
    {
        var tensors = RandomNetworks.Tensors(shape, seed: 4);
        var tokens = new RecurrentNetwork(shape, tensors, kernel, format);
        var vectors = new RecurrentNetwork(
            shape with { Embeddings = [], FeatureSize = shape.VectorSize }, tensors, kernel, format);
        Assert.True(tokens.HasProjectedTokens);
        RecurrentState state = tokens.CreateState(), twin = tokens.CreateState();
        state.Memory = twin.Memory =
            shape.Attention ? AttentionMemory.Of(RandomNetworks.Vectors(new Random(1), 3, shape.HiddenSize)) : null;
        var batch = tokens.CreateBatch(1);
        var projected = new List<float>();
        foreach (var token in Tokens)
        {
            batch.Clear();
            batch.SetTokens(batch.Add(state), token);
            tokens.Step(batch);
            projected.AddRange(batch.Logits(0));
            batch.Scatter(0, state);
        }

        return ([.. projected], Stepping.Alone(vectors, twin, Tokens.Select(token => Vector(shape, tensors, token))));
    }

    private static float[] Vector(NetworkShape shape, Dictionary<string, float[]> tensors, int[] token) =>
    [
        .. shape.Embeddings.SelectMany(
            (table, at) => tensors[$"{table.Name}.weight"].Skip(token[at] * table.Size).Take(table.Size)),
    ];
}
