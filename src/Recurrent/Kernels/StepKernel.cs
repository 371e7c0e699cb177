using RnnCluster.Recurrent.Cells;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Recurrent.Kernels;

/// <summary>The step on the vectors of one width, and the products of bytes on those of <typeparamref name="TBytes"/>.</summary>
internal sealed unsafe class StepKernel<TVector, TPath, TSums, TBytes> : IStepKernel
    where TVector : unmanaged
    where TPath : IVectorPath<TVector>
    where TSums : unmanaged
    where TBytes : IBytePath<TSums>
{
    public int VectorBits => sizeof(TVector) * 8;

    public void MultiplyAdd(int rows, RowBlock inputs, PackedMatrix weights, RowBlock outputs)
    {
        switch (weights.Format)
        {
            case WeightFormat.Float32:
                MultiplyAdd<MatrixPanel<TVector, TPath, Float32Weights>>(rows, inputs, weights, outputs);
                break;
            case WeightFormat.BFloat16:
                MultiplyAdd<MatrixPanel<TVector, TPath, BFloat16Weights>>(rows, inputs, weights, outputs);
                break;
            default:
                MultiplyAdd<BytePanel<TVector, TPath, TSums, TBytes>>(rows, inputs, weights, outputs);
                break;
        }
    }

    public RecurrentCell CreateCell(CellKind kind, CellWeights weights, WeightFormat format) => kind switch
    {
        CellKind.RnnTanh => CreateCell<RnnGates<TanhFunction>>(weights, format),
        CellKind.RnnRelu => CreateCell<RnnGates<RectifierFunction>>(weights, format),
        CellKind.Gru => CreateCell<GruGates>(weights, format),
        CellKind.Lstm => CreateCell<LstmGates>(weights, format),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such cell"),
    };

    private static RecurrentCell CreateCell<TGates>(CellWeights weights, WeightFormat format)
        where TGates : IGates => format switch
        {
            WeightFormat.Float32 => new VectorCell<TVector, TPath, MatrixPanel<TVector, TPath, Float32Weights>, TGates>(weights, format),
            WeightFormat.BFloat16 => new VectorCell<TVector, TPath, MatrixPanel<TVector, TPath, BFloat16Weights>, TGates>(weights, format),
            _ => new VectorCell<TVector, TPath, BytePanel<TVector, TPath, TSums, TBytes>, TGates>(weights, format),
        };

    private static void MultiplyAdd<TPanel>(int rows, RowBlock inputs, PackedMatrix weights, RowBlock outputs)
        where TPanel : IPanel
    {
        for (int row = 0, count; row < rows; row += count)
        {
            count = Math.Min(rows - row, TPanel.RowsLimit);
            var x = TPanel.Read(weights, 0, 0, weights.Inputs, count, inputs.At(row, 0));
            for (var panel = 0; panel < weights.Outputs; panel += PackedMatrix.PanelWidth)
            {
                TPanel.MultiplyAdd(
                    x, weights, panel, outputs.At(row, panel), weights.Panel(panel + weights.PanelWidthAt(panel)));
            }
        }
    }
}
