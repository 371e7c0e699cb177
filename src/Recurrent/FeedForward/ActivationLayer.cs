using System.Numerics.Tensors;
using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.FeedForward;

/// <summary><c>nn.ReLU</c> or <c>nn.Tanh</c>, element by element.</summary>
internal sealed class ActivationLayer(FeedForwardModuleKind kind, ImageShape shape) : FeedForwardLayer(shape, shape)
{
    public override void Apply(int rows, RowBlock inputs, RowBlock outputs, AlignedBuffer work)
    {
        for (var row = 0; row < rows; row++)
        {
            var x = inputs.Row(row, Input.Size);
            var y = outputs.Row(row, Output.Size);
            if (kind == FeedForwardModuleKind.Relu)
            {
                TensorPrimitives.Max(x, 0, y);
            }
            else
            {
                SpanMath.Tanh(x, y);
            }
        }
    }
}
