namespace RnnCluster.Recurrent.Tests.Networks;

/// <summary>What reading whole sequences gives; the order of the numbers is PyTorch's.</summary>
/// <param name="Outputs">The top layer's <c>h_t</c> at every step, <c>[time, batch, directions · hidden]</c>.</param>
/// <param name="Hidden">The last <c>h</c> of every layer and direction, <c>[layers · directions, batch, hidden]</c>.</param>
/// <param name="Cell">The last <c>c</c> likewise; empty but for LSTM.</param>
/// <param name="Logits">The head's logits at every step, <c>[time, batch, output]</c>.</param>
internal sealed record SequenceOutput(float[] Outputs, float[] Hidden, float[] Cell, float[] Logits);
