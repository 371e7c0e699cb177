using RnnCluster.Recurrent.Cells;
using RnnCluster.Recurrent.Kernels;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Tests.Kernels;

namespace RnnCluster.Recurrent.Tests.Cells;

/// <summary>Every cell on every path against its equations, one scalar at a time.</summary>
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
            AssertIsTheEquation(
                new CellCase(kind, 98 - hidden, hidden, Seed: hidden),
                vectorBits,
                (random, size) => Numbers.Uniform(random, size),
                cellBound: 4);
        }
    }

    [Theory]
    [MemberData(nameof(CellCase.KindsAndFormats), MemberType = typeof(CellCase))]
    public void Step_RoundedWeights_IsTheEquationOfWhatTheyAreRoundedTo(CellKind kind, WeightFormat format)
    {
        foreach (var hidden in Sizes)
        {
            var one = new CellCase(kind, 98 - hidden, hidden, Seed: hidden);
            var rounded = one.Weights with
            {
                InputWeights = [.. one.Weights.InputWeights.Chunk(one.Input).SelectMany(row => Rounded(row, format))],
                HiddenWeights = [.. one.Weights.HiddenWeights.Chunk(one.Hidden).SelectMany(row => Rounded(row, format))],
            };
            foreach (var kernel in KernelPaths.All)
            {
                var rows = one.Rows(Rows, (random, size) => Numbers.Uniform(random, size), cellBound: 4);
                rows = format == WeightFormat.Int8
                    ? Array.ConvertAll(rows, row => row with { Input = InWholeSteps(row.Input), Hidden = InWholeSteps(row.Hidden) })
                    : rows;
                AssertIsTheEquation(one, rounded, rows, CellRun.Step(one.Create(kernel.VectorBits, format), rows));
            }
        }
    }

    [Theory]
    [MemberData(nameof(CellsAndPaths))]
    public void Step_ZeroInputAndState_IsTheEquation(CellKind kind, int vectorBits)
    {
        foreach (var hidden in Sizes)
        {
            AssertIsTheEquation(new CellCase(kind, 3, hidden, Seed: hidden), vectorBits, (_, size) => new float[size], 0);
        }
    }

    [Theory]
    [MemberData(nameof(CellsAndPaths))]
    public void Step_DenormalInputAndState_IsTheEquation(CellKind kind, int vectorBits)
    {
        foreach (var hidden in Sizes)
        {
            AssertIsTheEquation(
                new CellCase(kind, 3, hidden, Seed: hidden),
                vectorBits,
                (random, size) => Numbers.Uniform(random, size, 1e-40f),
                cellBound: 1e-40f);
        }
    }

    /// <summary>One feature outweighs all others, so that every gate saturates and the equation has one answer.</summary>
    [Theory]
    [MemberData(nameof(CellsAndPaths))]
    public void Step_OneHugeFeature_IsTheEquation(CellKind kind, int vectorBits)
    {
        foreach (var huge in new[] { 1e6f, -1e6f, 1e30f, -1e30f, float.MaxValue, float.MinValue })
        {
            AssertIsTheEquation(
                new CellCase(kind, 5, 17, Seed: 1), vectorBits, (_, size) => [huge, .. new float[size - 1]], 1e3f);
        }
    }

    [Theory]
    [MemberData(nameof(CellsAndPaths))]
    public void Step_HugeFeaturesOfAllSigns_StaysANumber(CellKind kind, int vectorBits)
    {
        foreach (var hidden in Sizes)
        {
            var one = new CellCase(kind, 65, hidden, Seed: hidden);
            var rows = CellRun.Step(
                one.Create(vectorBits), one.Rows(Rows, (random, size) => Numbers.Uniform(random, size, 1e30f), 1e30f));

            Assert.All(rows.SelectMany(row => row.Hidden.Concat(row.Cell)), value => Assert.True(float.IsFinite(value)));
            if (kind != CellKind.RnnRelu)
            {
                Assert.All(rows.SelectMany(row => row.Hidden), value => Assert.InRange(value, -1, 1));
            }
        }
    }

    [Fact]
    public void CreateCell_UnknownKind_Throws()
    {
        var weights = new CellWeights(1, 1, [0], [0], [0], [0]);

        Assert.Throws<ArgumentOutOfRangeException>(() => StepKernels.Best.CreateCell((CellKind)9, weights, WeightFormat.Float32));
        Assert.Throws<ArgumentOutOfRangeException>(() => CellReference.Step((CellKind)9, weights, [0], [0], []));
    }

    private static void AssertIsTheEquation(CellCase one, int vectorBits, Func<Random, int, float[]> input, float cellBound)
    {
        var rows = one.Rows(Rows, input, cellBound);
        AssertIsTheEquation(one, one.Weights, rows, CellRun.Step(one.Create(vectorBits), rows));
    }

    private static void AssertIsTheEquation(CellCase one, CellWeights weights, CellRow[] before, CellRow[] after)
    {
        for (var row = 0; row < Rows; row++)
        {
            var (x, h, c) = (before[row].Input, before[row].Hidden.ToArray(), before[row].Cell.ToArray());
            CellReference.Step(one.Kind, weights, x, h, c);
            Numbers.AssertRelativelyNear(h, after[row].Hidden.AsSpan(0, one.Hidden), Tolerance);
            Numbers.AssertRelativelyNear(c, after[row].Cell.AsSpan(0, one.Hidden), Tolerance);
        }
    }

    /// <summary>Values that rounding to 8 bits leaves as they are: whole steps of a range that they fill.</summary>
    private static float[] InWholeSteps(float[] values)
    {
        float[] steps = [.. values.Select(value => MathF.Round(100 * value))];
        (steps[0], steps[^1]) = (-100, 155);
        return Array.ConvertAll(steps, step => step / 128);
    }

    private static IEnumerable<float> Rounded(float[] row, WeightFormat format)
    {
        var scale = row.Max(MathF.Abs) / 127;
        return format switch
        {
            WeightFormat.Float32 => row,
            WeightFormat.BFloat16 => row.Select(weight => WeightRounding.FromBFloat16(WeightRounding.ToBFloat16(weight))),
            _ => row.Select(weight => MathF.Round(weight / scale) * scale),
        };
    }
}
