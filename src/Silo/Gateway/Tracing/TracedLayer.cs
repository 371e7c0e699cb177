namespace RnnCluster.Silo.Gateway.Tracing;

/// <summary>One layer at one step.</summary>
/// <param name="Output"><c>O_t</c>, <c>[hidden]</c>.</param>
/// <param name="Cell"><c>c_t</c>, <c>[hidden]</c>; absent but for LSTM.</param>
/// <param name="Gates">The mean size of each gate's values.</param>
internal sealed record TracedLayer(float[] Output, float[]? Cell, IReadOnlyDictionary<string, float> Gates);
