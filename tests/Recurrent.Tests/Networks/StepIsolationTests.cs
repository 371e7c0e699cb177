using CsCheck;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Tests.Kernels;

namespace RnnCluster.Recurrent.Tests.Networks;

/// <summary>What one session sends never reaches another one's numbers, not even what is no number.</summary>
public sealed class StepIsolationTests
{
    private const int Cases = 25;

    public static MatrixTheoryData<int, float> PathsAndPoisons { get; } =
        new([.. KernelPaths.All.Select(kernel => kernel.VectorBits)], [float.NaN, float.PositiveInfinity, float.MinValue]);

    [Theory]
    [MemberData(nameof(PathsAndPoisons))]
    public void Step_OneRowOfNoNumbers_LeavesTheOthersTheirBits(int vectorBits, float poison)
    {
        Gen.Select(NetworkCase.Any, Gen.Int[2, 40]).SampleSeeded(Cases, sample =>
        {
            var (one, rows) = sample;
            var network = one.Network(KernelPaths.OfWidth(vectorBits));
            RecurrentState[] clean = one.States(network, rows), beside = one.States(network, rows);
            var inputs = one.Inputs(rows);
            var poisoned = (one.Seed & int.MaxValue) % rows;
            float[][] others = [.. inputs.Select((input, row) => row == poisoned ? [poison, .. input[1..]] : input)];
            var batch = network.CreateBatch(rows);

            // The second pass goes over the same buffers.
            for (var pass = 0; pass < 2; pass++)
            {
                var expected = Stepping.Pass(network, network.CreateBatch(rows), clean, inputs);
                var actual = Stepping.Pass(network, batch, beside, others);

                for (var row = 0; row < rows; row++)
                {
                    if (row != poisoned)
                    {
                        Numbers.AssertSameBits(expected[row], actual[row]);
                        Numbers.AssertSameBits(clean[row].Values, beside[row].Values);
                    }
                    else if (float.IsNaN(poison))
                    {
                        Assert.All(actual[row], value => Assert.True(float.IsNaN(value)));
                    }
                }
            }
        });
    }

    [Theory]
    [MemberData(nameof(KernelPaths.VectorBits), MemberType = typeof(KernelPaths))]
    public void Step_BatchAfterRowsOfNoNumbers_GivesTheBitsOfAFreshOne(int vectorBits)
    {
        NetworkCase.Any.SampleSeeded(Cases, one =>
        {
            const int rows = 7;
            var network = one.Network(KernelPaths.OfWidth(vectorBits));
            RecurrentState[] fresh = one.States(network, rows), reused = one.States(network, rows);
            var inputs = one.Inputs(rows);
            var batch = network.CreateBatch(rows);
            float[][] poison = [.. inputs.Select(input => input.Select(_ => float.NaN).ToArray())];
            Stepping.Pass(network, batch, one.States(network, rows), poison);

            var expected = Stepping.Pass(network, network.CreateBatch(rows), fresh, inputs);
            var actual = Stepping.Pass(network, batch, reused, inputs);

            for (var row = 0; row < rows; row++)
            {
                Numbers.AssertSameBits(expected[row], actual[row]);
                Numbers.AssertSameBits(fresh[row].Values, reused[row].Values);
            }
        });
    }
}
