using CsCheck;
using RnnCluster.Recurrent.Kernels;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Tests.Networks;

namespace RnnCluster.Recurrent.Tests.Cells;

/// <summary>Every vector cell against the plain loops, to the bit: whatever the sizes, whoever else is in the batch.</summary>
public sealed class VectorCellTests
{
    private const int Cases = 12;

    // Beyond two groups of rows.
    private const int RowsLimit = 70;

    [Theory]
    [MemberData(nameof(CellCase.KindsAndFormats), MemberType = typeof(CellCase))]
    public void Step_AwkwardSizes_HasTheBitsOfTheReference(CellKind kind, WeightFormat format)
    {
        foreach (var hidden in CellCase.AwkwardSizes)
        {
            foreach (var input in CellCase.AwkwardSizes)
            {
                var one = new CellCase(kind, input, hidden, Seed: 1000 * input + hidden);
                AssertHasTheBitsOfTheReference(one, format, one.Rows(3));
            }
        }
    }

    [Theory]
    [MemberData(nameof(CellCase.KindsAndFormats), MemberType = typeof(CellCase))]
    public void Step_AnySizesAndRows_HasTheBitsOfTheReference(CellKind kind, WeightFormat format)
    {
        Gen.Select(CellCase.Any, Gen.Int[1, RowsLimit]).SampleSeeded(Cases, sample =>
        {
            var one = sample.Item1 with { Kind = kind };
            AssertHasTheBitsOfTheReference(one, format, one.Rows(sample.Item2));
        });
    }

    /// <summary>Tiles have up to six rows, groups up to 32: every number of rows meets other ones.</summary>
    [Theory]
    [MemberData(nameof(CellCase.KindsAndFormats), MemberType = typeof(CellCase))]
    public void Step_EveryNumberOfRows_HasTheBitsOfTheReference(CellKind kind, WeightFormat format)
    {
        var one = new CellCase(kind, Input: 17, Hidden: 33, Seed: 1);
        var rows = one.Rows(RowsLimit);
        var expected = CellRun.Step(one.CreateReference(format), rows);
        foreach (var kernel in StepKernels.Available())
        {
            var cell = one.Create(kernel.VectorBits, format);
            for (var count = 1; count <= RowsLimit; count++)
            {
                CellRow.AssertSameBits(expected[..count], CellRun.Step(cell, rows[..count]));
            }
        }
    }

    [Theory]
    [MemberData(nameof(CellCase.KindsAndFormats), MemberType = typeof(CellCase))]
    public void Step_PermutedRows_PermutesItsResults(CellKind kind, WeightFormat format)
    {
        var orders = Gen.Int[1, RowsLimit].SelectMany(rows => Gen.Shuffle(Enumerable.Range(0, rows).ToArray()));
        Gen.Select(CellCase.Any, orders).SampleSeeded(Cases, sample =>
        {
            var (one, order) = (sample.Item1 with { Kind = kind }, sample.Item2);
            var rows = one.Rows(order.Length);
            foreach (var kernel in StepKernels.Available())
            {
                var cell = one.Create(kernel.VectorBits, format);
                var straight = CellRun.Step(cell, rows);

                CellRow.AssertSameBits(
                    [.. order.Select(row => straight[row])], CellRun.Step(cell, [.. order.Select(row => rows[row])]));
            }
        });
    }

    private static void AssertHasTheBitsOfTheReference(CellCase one, WeightFormat format, CellRow[] rows)
    {
        var expected = CellRun.Step(one.CreateReference(format), rows);
        foreach (var kernel in StepKernels.Available())
        {
            var cell = one.Create(kernel.VectorBits, format);
            CellRow.AssertSameBits(expected, CellRun.Step(cell, rows));
            CellRow.AssertSameBits(expected, CellRun.Step(cell, rows, isReversed: true));
        }
    }
}
