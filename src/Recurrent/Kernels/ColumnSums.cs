using System.Collections.Concurrent;

namespace RnnCluster.Recurrent.Kernels;

/// <summary>The sums of a byte matrix' columns, over the inputs that a product takes. Thread-safe.</summary>
/// <remarks>
/// Those of a whole part are made with the matrix. Those of other ranges are made when they are first asked for, and kept: there is one
/// for each embedding table, and one for what attention adds to the input.
/// </remarks>
internal sealed unsafe class ColumnSums(PackedMatrix matrix)
{
    private readonly ConcurrentDictionary<(int Part, int First, int Inputs), AlignedBuffer> _ranges = new();

    /// <summary><c>Σ_i w[i, j]</c> of every column, over <paramref name="inputs"/> inputs of a part from <paramref name="first"/> on.</summary>
    public int* Of(int part, int first, int inputs)
    {
        if (!_ranges.TryGetValue((part, first, inputs), out var sums))
        {
            sums = _ranges.GetOrAdd((part, first, inputs), Sum(part, first, inputs));
        }

        return (int*)sums.Pointer;
    }

    private AlignedBuffer Sum(int part, int first, int inputs)
    {
        var sums = new AlignedBuffer(matrix.Outputs);
        for (var output = 0; output < matrix.Outputs; output++)
        {
            for (var input = first; input < first + inputs; input++)
            {
                ((int*)sums.Pointer)[output] += *(sbyte*)matrix.Weight(part, input, output);
            }
        }

        return sums;
    }
}
