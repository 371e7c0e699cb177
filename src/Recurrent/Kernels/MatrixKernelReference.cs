namespace RnnCluster.Recurrent.Kernels;

/// <summary>The plain loop that says what the vector paths must compute, to the bit.</summary>
internal sealed unsafe class MatrixKernelReference : IMatrixKernel
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
                var panel = column / PackedMatrix.PanelWidth * PackedMatrix.PanelWidth;
                var width = weights.PanelWidthAt(panel);
                var w = weights.Panel(panel) + (column - panel);
                for (var input = 0; input < weights.Inputs; input++)
                {
                    y[column] = MathF.FusedMultiplyAdd(x[input], w[input * width], y[column]);
                }
            }
        }
    }
}
