using RnnCluster.Kernels.Timing;

namespace RnnCluster.Kernels.Steps;

/// <summary>An implementation of a case's step.</summary>
internal interface IStep : IWorkload, IDisposable
{
    /// <summary>Sets the state that the next step begins with, and goes back to the first tokens.</summary>
    /// <param name="hidden"><c>[batch, hidden]</c>.</param>
    /// <param name="cell">Likewise; empty but for LSTM.</param>
    void Reset(ReadOnlySpan<float> hidden, ReadOnlySpan<float> cell);

    /// <summary>A copy of what the last step has left as <c>h</c>, <c>[batch, hidden]</c>.</summary>
    float[] ReadHidden();

    /// <summary>Likewise <c>c</c>; empty but for LSTM.</summary>
    float[] ReadCell();
}
