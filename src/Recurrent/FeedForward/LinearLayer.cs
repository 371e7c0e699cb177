using RnnCluster.Recurrent.Kernels;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Recurrent.FeedForward;

/// <summary><c>nn.Linear</c>: <c>y = x·W + b</c>.</summary>
internal sealed class LinearLayer(
    string name, ImageShape input, ImageShape output, IReadOnlyDictionary<string, float[]> tensors, IStepKernel kernel)
    : FeedForwardLayer(input, output)
{
    private readonly Linear _linear = new(name, input.Size, output.Size, tensors, kernel);

    public override void Apply(int rows, RowBlock inputs, RowBlock outputs, AlignedBuffer work) =>
        _linear.Apply(rows, inputs, outputs);
}
