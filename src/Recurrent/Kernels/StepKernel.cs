using RnnCluster.Recurrent.Cells;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Recurrent.Kernels;

/// <summary>The step on the vectors of one width.</summary>
internal sealed unsafe class StepKernel<TVector, TPath> : IStepKernel
    where TVector : unmanaged
    where TPath : IVectorPath<TVector>
{
    public int VectorBits => sizeof(TVector) * 8;

    public void MultiplyAdd(int rows, RowBlock inputs, PackedMatrix weights, RowBlock outputs)
    {
        switch (weights.Format)
        {
            case WeightFormat.Float32:
                MultiplyAdd<Float32Weights>(rows, inputs, weights, outputs);
                break;
            case WeightFormat.BFloat16:
                MultiplyAdd<BFloat16Weights>(rows, inputs, weights, outputs);
                break;
            default:
                MultiplyAdd<Int8Weights>(rows, inputs, weights, outputs);
                break;
        }
    }

    public RecurrentCell CreateCell(CellKind kind, CellWeights weights, WeightFormat format) => kind switch
    {
        CellKind.RnnTanh => CreateCell<RnnTanhGates>(weights, format),
        CellKind.RnnRelu => CreateCell<RnnReluGates>(weights, format),
        CellKind.Gru => CreateCell<GruGates>(weights, format),
        CellKind.Lstm => CreateCell<LstmGates>(weights, format),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such cell"),
    };

    private static RecurrentCell CreateCell<TGates>(CellWeights weights, WeightFormat format)
        where TGates : IGates => format switch
        {
            WeightFormat.Float32 => new VectorCell<TVector, TPath, Float32Weights, TGates>(weights, format),
            WeightFormat.BFloat16 => new VectorCell<TVector, TPath, BFloat16Weights, TGates>(weights, format),
            _ => new VectorCell<TVector, TPath, Int8Weights, TGates>(weights, format),
        };

    private static void MultiplyAdd<TFormat>(int rows, RowBlock inputs, PackedMatrix weights, RowBlock outputs)
        where TFormat : IWeightFormat
    {
        for (var panel = 0; panel < weights.Outputs; panel += PackedMatrix.PanelWidth)
        {
            MatrixPanel<TVector, TPath, TFormat>.MultiplyAdd(
                rows,
                weights.Inputs,
                inputs,
                weights.PanelWidthAt(panel),
                weights.Panel(panel),
                weights.Scales(0, panel),
                outputs.At(0, panel),
                weights.Panel(panel + weights.PanelWidthAt(panel)));
        }
    }
}
