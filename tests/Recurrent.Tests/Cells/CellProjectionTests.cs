using CsCheck;
using RnnCluster.Recurrent.Kernels;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Tests.Kernels;
using RnnCluster.Recurrent.Tests.Networks;

namespace RnnCluster.Recurrent.Tests.Cells;

/// <summary>Steps that begin from projected inputs, on every path.</summary>
public sealed class CellProjectionTests
{
    private const int Cases = 12;

    /// <summary>Relative to values above 1: sums of up to 262 products in another order.</summary>
    private const float Tolerance = 1e-5f;

    /// <summary>Likewise where the inputs of a piece are rounded to 8 bits by themselves: of ±3, by 0.012 each.</summary>
    private const float RoundedTolerance = 0.2f;

    private static readonly Gen<(CellCase One, int Rows, int First, int Second)> Projections =
        Gen.Select(CellCase.Any, Gen.Int[1, 40]).SelectMany(both => Gen.Int[1, both.Item1.Input].SelectMany(first =>
            Gen.Int[0, both.Item1.Input - first].Select(second => (both.Item1, both.Item2, first, second))));

    [Theory]
    [MemberData(nameof(CellCase.KindsAndFormats), MemberType = typeof(CellCase))]
    public void Step_AllInputsProjected_HasTheBitsOfTheWholeStep(CellKind kind, WeightFormat format)
    {
        Projections.SampleSeeded(Cases, sample =>
        {
            var one = sample.One with { Kind = kind };
            var rows = one.Rows(sample.Rows);
            foreach (var kernel in KernelPaths.All)
            {
                var cell = one.Create(kernel.VectorBits, format);

                CellRow.AssertSameBits(CellRun.Step(cell, rows), CellRun.Step(cell, rows, isReversed: true, one.Input));
            }
        });
    }

    [Theory]
    [MemberData(nameof(CellCase.KindsAndFormats), MemberType = typeof(CellCase))]
    public void Step_FirstInputsProjected_HasTheBitsOfTheWholeStepUnlessInputsAreRounded(CellKind kind, WeightFormat format)
    {
        Projections.SampleSeeded(Cases, sample =>
        {
            var one = sample.One with { Kind = kind };
            var rows = one.Rows(sample.Rows);
            var expected = CellRun.Step(one.CreateReference(format), rows, isReversed: false, sample.First);
            foreach (var kernel in KernelPaths.All)
            {
                var cell = one.Create(kernel.VectorBits, format);
                CellRow.AssertSameBits(expected, CellRun.Step(cell, rows, isReversed: false, sample.First));

                var whole = CellRun.Step(cell, rows);
                if (format == WeightFormat.Int8)
                {
                    AssertNear(whole, expected, RoundedTolerance);
                }
                else
                {
                    CellRow.AssertSameBits(whole, expected);
                }
            }
        });
    }

    [Theory]
    [MemberData(nameof(CellCase.KindsAndFormats), MemberType = typeof(CellCase))]
    public void Step_PiecesProjected_HasTheBitsOfTheReferenceAndIsNearTheWholeStep(CellKind kind, WeightFormat format)
    {
        Projections.SampleSeeded(Cases, sample =>
        {
            var one = sample.One with { Kind = kind };
            var rows = one.Rows(sample.Rows);
            int[] pieces = [sample.First, sample.Second];
            var expected = CellRun.Step(one.CreateReference(format), rows, isReversed: false, pieces);
            foreach (var kernel in StepKernels.Available())
            {
                var cell = one.Create(kernel.VectorBits, format);

                CellRow.AssertSameBits(expected, CellRun.Step(cell, rows, isReversed: false, pieces));
                AssertNear(CellRun.Step(cell, rows), expected, format == WeightFormat.Int8 ? RoundedTolerance : Tolerance);
            }
        });
    }

    private static void AssertNear(CellRow[] expected, CellRow[] actual, float tolerance)
    {
        foreach (var (before, after) in expected.Zip(actual))
        {
            Numbers.AssertRelativelyNear(before.Hidden, after.Hidden, tolerance);
            Numbers.AssertRelativelyNear(before.Cell, after.Cell, tolerance);
        }
    }
}
