using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RnnCluster.Recurrent.Kernels;

/// <summary>
/// The two products of dot attention (Luong et al., 2015, https://arxiv.org/abs/1508.04025) for one row: <c>e_s = q·m_s</c> and
/// <c>c = Σ α_s m_s</c>.
/// </summary>
/// <remarks>
/// All vectors are padded with zeros to whole vectors of 16 lanes. A lane sums every sixteenth product with fused multiply-add, and
/// the lanes are added in one fixed order: the bits are the same on processors that split the 512 bits into 256 or 128.
/// </remarks>
internal static class AttentionKernel
{
    /// <summary><c>e_s = q·m_s</c> for every position.</summary>
    /// <param name="query"><c>q</c>, <c>[stride]</c>.</param>
    /// <param name="memory"><c>m</c>, <c>[positions, stride]</c>.</param>
    /// <param name="scores"><c>e</c>, <c>[positions]</c>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scores(ReadOnlySpan<float> query, ReadOnlySpan<float> memory, Span<float> scores)
    {
        for (var position = 0; position < scores.Length; position++)
        {
            scores[position] = Dot(query, memory.Slice(position * query.Length, query.Length));
        }
    }

    /// <summary><c>c = Σ α_s m_s</c>, summed in the order of the positions.</summary>
    /// <param name="weights"><c>α</c>, <c>[positions]</c>.</param>
    /// <param name="memory"><c>m</c>, <c>[positions, stride]</c>.</param>
    /// <param name="context"><c>c</c>, <c>[stride]</c>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Mix(ReadOnlySpan<float> weights, ReadOnlySpan<float> memory, Span<float> context)
    {
        ref var first = ref MemoryMarshal.GetReference(memory);
        for (var column = 0; column < context.Length; column += Vector512<float>.Count)
        {
            var sum = Vector512<float>.Zero;
            for (var position = 0; position < weights.Length; position++)
            {
                var values = Vector512.LoadUnsafe(ref first, (nuint)(position * context.Length + column));
                sum = Vector512.FusedMultiplyAdd(Vector512.Create(weights[position]), values, sum);
            }

            sum.CopyTo(context[column..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        ref var a = ref MemoryMarshal.GetReference(left);
        ref var b = ref MemoryMarshal.GetReference(right);
        var sum = Vector512<float>.Zero;
        for (var column = 0; column < left.Length; column += Vector512<float>.Count)
        {
            sum = Vector512.FusedMultiplyAdd(
                Vector512.LoadUnsafe(ref a, (nuint)column), Vector512.LoadUnsafe(ref b, (nuint)column), sum);
        }

        var eight = sum.GetLower() + sum.GetUpper();
        var four = eight.GetLower() + eight.GetUpper();
        return (four[0] + four[2]) + (four[1] + four[3]);
    }
}
