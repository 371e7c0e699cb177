using RnnCluster.Recurrent.Cells;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Recurrent.Kernels;

/// <summary>The plain loops that say what the vector paths must compute, to the bit.</summary>
internal sealed unsafe class StepKernelReference : IStepKernel
{
    public int VectorBits => 32;

    public void MultiplyAdd(int rows, RowBlock inputs, PackedMatrix weights, RowBlock outputs)
    {
        for (var row = 0; row < rows; row++)
        {
            var x = inputs.Row(row, weights.Inputs);
            var y = outputs.Row(row, weights.Outputs);
            for (var column = 0; column < weights.Outputs; column++)
            {
                y[column] = weights.Format == WeightFormat.Int8
                    ? AddBytes(x, weights, column, y[column])
                    : AddFloats(x, weights, column, y[column]);
            }
        }
    }

    public RecurrentCell CreateCell(CellKind kind, CellWeights weights, WeightFormat format) => new ReferenceCell(kind, weights, format);

    private static float AddFloats(ReadOnlySpan<float> x, PackedMatrix weights, int column, float sum)
    {
        for (var input = 0; input < x.Length; input++)
        {
            var weight = weights.Weight(0, input, column);
            var value = weights.Format == WeightFormat.Float32 ? *(float*)weight : WeightRounding.FromBFloat16(*(ushort*)weight);
            sum = MathF.FusedMultiplyAdd(x[input], value, sum);
        }

        return sum;
    }

    private static float AddBytes(ReadOnlySpan<float> x, PackedMatrix weights, int column, float start)
    {
        var range = InputRange.Of(x);
        var sum = 0;
        for (var input = 0; input < x.Length; input++)
        {
            sum += (range.Round(x[input]) - range.Zero) * *(sbyte*)weights.Weight(0, input, column);
        }

        return MathF.FusedMultiplyAdd(sum, range.Scale * *weights.Scales(0, column), start);
    }
}
