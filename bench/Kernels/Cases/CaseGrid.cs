using RnnCluster.Recurrent.Kernels;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Kernels.Cases;

/// <summary>
/// The cases of a run against ONNX Runtime, whose cells are float32: everything with everything. As it comes, all that the report shows.
/// </summary>
internal sealed record CaseGrid
{
    public IReadOnlyList<CellKind> Cells { get; init; } = [CellKind.RnnTanh, CellKind.Gru, CellKind.Lstm];

    public IReadOnlyList<StepInput> Inputs { get; init; } = [StepInput.Dense, StepInput.Token];

    public IReadOnlyList<int> HiddenSizes { get; init; } = [64, 128, 256, 512, 1024];

    public IReadOnlyList<int> Batches { get; init; } = [1, 4, 16, 64];

    /// <summary>In the order of the report.</summary>
    public IEnumerable<StepCase> Cases() =>
        from input in Inputs
        from cell in Cells
        from hiddenSize in HiddenSizes
        from batch in Batches
        select new StepCase(cell, input, WeightFormat.Float32, hiddenSize, batch);
}
