namespace RnnCluster.Recurrent.Tracing;

/// <summary>The values of one gate at one step.</summary>
/// <param name="Name">GRU: r (reset), z (update), n (candidate). LSTM: i (input), f (forget), g (candidate), o (output).</param>
/// <param name="Values">After its sigmoid, for g and n after their tanh, <c>[hidden]</c>.</param>
public sealed record GateTrace(string Name, float[] Values);
