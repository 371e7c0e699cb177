namespace RnnCluster.Recurrent.Networks;

/// <summary>
/// The recurrent cells that can be served. Equations, gate order and parameter names are PyTorch's
/// (<c>torch.nn.RNN</c>, <c>torch.nn.GRU</c>, <c>torch.nn.LSTM</c>).
/// </summary>
public enum CellKind
{
    /// <summary>Elman cell with tanh: h' = tanh(W_ih x + b_ih + W_hh h + b_hh).</summary>
    RnnTanh,

    /// <summary>Elman cell with a rectifier: h' = max(0, W_ih x + b_ih + W_hh h + b_hh).</summary>
    RnnRelu,

    /// <summary>
    /// Gated recurrent unit; gates r, z, n, with b_hn inside the reset product: n = tanh(W_in x + b_in + r ⊙ (W_hn h + b_hn)).
    /// </summary>
    Gru,

    /// <summary>Long short-term memory; gates i, f, g, o. The only cell that carries c beside h.</summary>
    Lstm,
}
