using RnnCluster.Recurrent.Kernels;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Kernels.Cases;

/// <summary>The cases of a run: everything with everything. As it comes, all that the report shows.</summary>
internal sealed record CaseGrid
{
    public IReadOnlyList<CellKind> Cells { get; init; } = [CellKind.RnnTanh, CellKind.Gru, CellKind.Lstm];

    public IReadOnlyList<StepInput> Inputs { get; init; } = [StepInput.Dense, StepInput.Token];

    public IReadOnlyList<WeightFormat> Weights { get; init; } = [WeightFormat.Float32];

    public IReadOnlyList<int> HiddenSizes { get; init; } = [64, 128, 256, 512, 1024];

    public IReadOnlyList<int> Batches { get; init; } = [1, 4, 16, 64];

    /// <summary>In the order of the report.</summary>
    public IEnumerable<StepCase> Cases() =>
        from input in Inputs
        from weights in Weights
        from cell in Cells
        from hiddenSize in HiddenSizes
        from batch in Batches
        select new StepCase(cell, input, weights, hiddenSize, batch);
}
