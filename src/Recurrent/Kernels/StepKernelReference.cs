using RnnCluster.Recurrent.Cells;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Recurrent.Kernels;

/// <summary>The plain loops that say what the vector paths must compute, to the bit.</summary>
internal sealed unsafe class StepKernelReference : IStepKernel
{
    public int VectorBits => 32;

    public void MultiplyAdd(int rows, RowBlock inputs, PackedMatrix weights, RowBlock outputs)
    {
        var isScaled = weights.Format == WeightFormat.Int8;
        for (var row = 0; row < rows; row++)
        {
            var x = inputs.Row(row, weights.Inputs);
            var y = outputs.Row(row, weights.Outputs);
            for (var column = 0; column < weights.Outputs; column++)
            {
                var sum = isScaled ? 0 : y[column];
                for (var input = 0; input < weights.Inputs; input++)
                {
                    sum = MathF.FusedMultiplyAdd(x[input], Weight(weights, input, column), sum);
                }

                y[column] = isScaled ? MathF.FusedMultiplyAdd(sum, *weights.Scales(0, column), y[column]) : sum;
            }
        }
    }

    public RecurrentCell CreateCell(CellKind kind, CellWeights weights, WeightFormat format) => new ReferenceCell(kind, weights, format);

    private static float Weight(PackedMatrix weights, int input, int column)
    {
        var panel = column / PackedMatrix.PanelWidth * PackedMatrix.PanelWidth;
        var index = input * weights.PanelWidthAt(panel) + (column - panel);
        return weights.Format switch
        {
            WeightFormat.Float32 => ((float*)weights.Panel(panel))[index],
            WeightFormat.BFloat16 => WeightRounding.FromBFloat16(((ushort*)weights.Panel(panel))[index]),
            _ => ((sbyte*)weights.Panel(panel))[index],
        };
    }
}
