using RnnCluster.Recurrent.Cells;
using RnnCluster.Recurrent.Kernels;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Tests.Kernels;
using RnnCluster.Recurrent.Tests.Networks;

namespace RnnCluster.Recurrent.Tests.Cells;

/// <summary>Every packed cell on every path against its equations, one scalar at a time.</summary>
public sealed class RecurrentCellTests
{
    private const int Rows = 7;

    /// <summary>Absolute, for values of magnitude 1 and below; above, relative to the value.</summary>
    private const float Tolerance = 1e-5f;

    private static readonly int[] Sizes = [1, 2, 5, 15, 16, 17, 31, 33, 63, 64, 65, 97];

    public static MatrixTheoryData<CellKind, int> CellsAndPaths { get; } =
        new(Enum.GetValues<CellKind>(), [.. KernelPaths.All.Select(kernel => kernel.VectorBits)]);

    [Theory]
    [MemberData(nameof(CellsAndPaths))]
    public void Step_AwkwardSizes_IsTheEquation(CellKind kind, int vectorBits)
    {
        foreach (var hidden in Sizes)
        {
            var cell = new CellUnderTest(kind, input: 98 - hidden, hidden, seed: hidden, vectorBits);

            cell.AssertIsTheEquation((random, size) => Numbers.Uniform(random, size), cellBound: 4);
        }
    }

    [Theory]
    [MemberData(nameof(CellsAndPaths))]
    public void Step_ZeroInputAndState_IsTheEquation(CellKind kind, int vectorBits)
    {
        foreach (var hidden in Sizes)
        {
            var cell = new CellUnderTest(kind, input: 3, hidden, seed: hidden, vectorBits);

            cell.AssertIsTheEquation((_, size) => new float[size], cellBound: 0);
        }
    }

    [Theory]
    [MemberData(nameof(CellsAndPaths))]
    public void Step_DenormalInputAndState_IsTheEquation(CellKind kind, int vectorBits)
    {
        foreach (var hidden in Sizes)
        {
            var cell = new CellUnderTest(kind, input: 3, hidden, seed: hidden, vectorBits);

            cell.AssertIsTheEquation((random, size) => Numbers.Uniform(random, size, 1e-40f), cellBound: 1e-40f);
        }
    }

    /// <summary>One feature outweighs all others, so that every gate saturates and the equation has one answer.</summary>
    [Theory]
    [MemberData(nameof(CellsAndPaths))]
    public void Step_OneHugeFeature_IsTheEquation(CellKind kind, int vectorBits)
    {
        foreach (var huge in new[] { 1e6f, -1e6f, 1e30f, -1e30f, float.MaxValue, float.MinValue })
        {
            var cell = new CellUnderTest(kind, input: 5, hidden: 17, seed: 1, vectorBits);

            cell.AssertIsTheEquation((_, size) => [huge, .. new float[size - 1]], cellBound: 1e3f);
        }
    }

    [Theory]
    [MemberData(nameof(CellsAndPaths))]
    public void Step_HugeFeaturesOfAllSigns_StaysANumber(CellKind kind, int vectorBits)
    {
        foreach (var hidden in Sizes)
        {
            var cell = new CellUnderTest(kind, input: 65, hidden, seed: hidden, vectorBits);
            var (h, c) = cell.Step((random, size) => Numbers.Uniform(random, size, 1e30f), cellBound: 1e30f);

            Assert.All(h.Concat(c), value => Assert.True(float.IsFinite(value)));
            if (kind != CellKind.RnnRelu)
            {
                Assert.All(h, value => Assert.InRange(value, -1, 1));
            }
        }
    }

    [Fact]
    public void Create_UnknownKind_Throws()
    {
        var weights = new CellWeights(1, 1, [0], [0], [0], [0]);

        Assert.Throws<ArgumentOutOfRangeException>(() => RecurrentCell.Create((CellKind)9, weights, StepKernels.Best));
        Assert.Throws<ArgumentOutOfRangeException>(() => CellReference.Step((CellKind)9, weights, [0], [0], []));
    }

    /// <summary>A cell with random weights, stepped once in both forms.</summary>
    private sealed class CellUnderTest
    {
        private readonly CellKind _kind;
        private readonly CellWeights _weights;
        private readonly RecurrentCell _packed;
        private readonly int _seed;

        public CellUnderTest(CellKind kind, int input, int hidden, int seed, int vectorBits)
        {
            var shape = RandomNetworks.Shape(kind, layers: 1, hidden, input, outputs: 1);
            _kind = kind;
            _seed = seed;
            _weights = NetworkTensors.Cells(shape, RandomNetworks.Tensors(shape, seed)).Single();
            _packed = RecurrentCell.Create(kind, _weights, KernelPaths.OfWidth(vectorBits));
        }

        public void AssertIsTheEquation(Func<Random, int, float[]> input, float cellBound)
        {
            var (h, c) = Step(input, cellBound);
            var random = new Random(_seed);
            for (var row = 0; row < Rows; row++)
            {
                var (x, expectedH, expectedC) = Row(random, input, cellBound);
                CellReference.Step(_kind, _weights, x, expectedH, expectedC);
                var at = row * _weights.HiddenSize;
                AssertNear(expectedH, h.AsSpan(at, _weights.HiddenSize));
                AssertNear(expectedC, c.AsSpan(at, _weights.HiddenSize));
            }
        }

        /// <summary>The packed cell's <c>h_t</c> and <c>c_t</c>, <c>[rows, hidden]</c>.</summary>
        public (float[] Hidden, float[] Cell) Step(Func<Random, int, float[]> input, float cellBound)
        {
            var stride = _packed.HiddenStride;
            var inputs = new AlignedBuffer(Rows * Lanes.Pad(_weights.InputSize));
            AlignedBuffer hidden = new(Rows * stride), cell = new(Rows * stride), gates = new(Rows * _packed.GateStride);
            var random = new Random(_seed);
            for (var row = 0; row < Rows; row++)
            {
                var (x, h, c) = Row(random, input, cellBound);
                x.CopyTo(inputs.Span[(row * Lanes.Pad(x.Length))..]);
                h.CopyTo(hidden.Span[(row * stride)..]);
                c.CopyTo(cell.Span[(row * stride)..]);
            }

            _packed.Step(
                Rows,
                new(inputs, Lanes.Pad(_weights.InputSize)),
                new(hidden, stride),
                new(cell, stride),
                new(gates, _packed.GateStride));
            GC.KeepAlive((inputs, gates));
            return (Unpadded(hidden), Unpadded(cell));
        }

        private static void AssertNear(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
        {
            for (var i = 0; i < expected.Length; i++)
            {
                Numbers.AssertNear(
                    expected.Slice(i, 1), actual.Slice(i, 1), Tolerance * MathF.Max(1, MathF.Abs(expected[i])));
            }
        }

        private (float[] Input, float[] Hidden, float[] Cell) Row(
            Random random, Func<Random, int, float[]> input, float cellBound) =>
            (
                input(random, _weights.InputSize),
                Numbers.Uniform(random, _weights.HiddenSize, MathF.Min(cellBound, 1)),
                Numbers.Uniform(random, _weights.HiddenSize, cellBound));

        private float[] Unpadded(AlignedBuffer rows) =>
            [.. rows.Span.ToArray().Chunk(_packed.HiddenStride).SelectMany(row => row[.._weights.HiddenSize])];
    }
}
