namespace RnnCluster.Recurrent.Cells;

/// <summary>One layer's tensors as PyTorch stores them, row-major.</summary>
/// <param name="InputSize">Length of the layer's input vector.</param>
/// <param name="HiddenSize">Length of <c>h</c>.</param>
/// <param name="InputWeights"><c>weight_ih</c>, <c>[gates · hidden, input]</c>.</param>
/// <param name="HiddenWeights"><c>weight_hh</c>, <c>[gates · hidden, hidden]</c>.</param>
/// <param name="InputBias"><c>bias_ih</c>, <c>[gates · hidden]</c>.</param>
/// <param name="HiddenBias"><c>bias_hh</c>, <c>[gates · hidden]</c>.</param>
internal sealed record CellWeights(
    int InputSize,
    int HiddenSize,
    float[] InputWeights,
    float[] HiddenWeights,
    float[] InputBias,
    float[] HiddenBias);
