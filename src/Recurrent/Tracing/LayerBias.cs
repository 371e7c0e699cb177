namespace RnnCluster.Recurrent.Tracing;

/// <summary>What one layer adds to its products, the same at every step.</summary>
/// <param name="Input">
/// <c>b</c> in <c>x_t·W + b</c>, <c>[gates · hidden]</c>: PyTorch's <c>bias_ih + bias_hh</c>, but for GRU's n, which has
/// <c>bias_ih</c> alone.
/// </param>
/// <param name="Recurrent">
/// <c>b'</c> in <c>O_{t-1}·W' + b'</c>, <c>[gates · hidden]</c>: zero but for GRU's n, whose <c>bias_hh</c> stands inside the product
/// with the reset gate. Null for all other cells.
/// </param>
public sealed record LayerBias(float[] Input, float[]? Recurrent);
