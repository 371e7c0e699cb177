using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Tests.Kernels;

/// <summary>The two products of attention against plain sums in double precision.</summary>
public sealed class AttentionKernelTests
{
    // Absolute: sums of up to 65 products of numbers below 1.
    private const float Tolerance = 1e-5f;

    private static readonly int[] Positions = [1, 2, 7, 40];

    public static TheoryData<int> Sizes { get; } = [1, 15, 16, 17, 64, 65];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Scores_AwkwardSizes_AreDotProducts(int size)
    {
        foreach (var positions in Positions)
        {
            var (query, memory) = Random(size, positions);
            float[] expected =
            [
                .. memory.Chunk(query.Length).Select(row => (float)row.Zip(query, (m, q) => (double)m * q).Sum()),
            ];

            var scores = new float[positions];
            AttentionKernel.Scores(query, memory, scores);

            Numbers.AssertNear(expected, scores, Tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Mix_AwkwardSizes_IsTheWeightedSum(int size)
    {
        foreach (var positions in Positions)
        {
            var (query, memory) = Random(size, positions);
            var weights = Numbers.Uniform(new Random(positions), positions);
            float[] expected =
            [
                .. Enumerable.Range(0, query.Length).Select(column =>
                    (float)weights.Select((weight, position) => (double)weight * memory[position * query.Length + column]).Sum()),
            ];

            var context = new float[query.Length];
            Array.Fill(context, float.NaN);
            AttentionKernel.Mix(weights, memory, context);

            Numbers.AssertNear(expected, context, Tolerance);
            Numbers.AssertSameBits(new float[query.Length - size], context.AsSpan(size));
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Scores_PositionsOneByOne_HaveTheBitsOfAllTogether(int size)
    {
        var (query, memory) = Random(size, positions: 40);
        var together = new float[40];
        AttentionKernel.Scores(query, memory, together);

        for (var position = 0; position < together.Length; position++)
        {
            var alone = new float[1];
            AttentionKernel.Scores(query, memory.AsSpan(position * query.Length, query.Length), alone);

            Numbers.AssertSameBits(together.AsSpan(position, 1), alone);
        }
    }

    private static (float[] Query, float[] Memory) Random(int size, int positions)
    {
        var random = new Random(100 * size + positions);
        var rows = Enumerable.Range(0, 1 + positions)
            .Select(_ => (float[])[.. Numbers.Uniform(random, size), .. new float[Lanes.Pad(size) - size]]).ToArray();
        return (rows[0], [.. rows[1..].SelectMany(row => row)]);
    }
}
