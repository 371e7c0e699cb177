using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.FeedForward;

/// <summary><c>nn.MaxPool2d</c> or <c>nn.AvgPool2d</c> over windows that do not overlap; what does not fill a window is left out.</summary>
internal sealed class PoolLayer(FeedForwardModule module, ImageShape input, ImageShape output) : FeedForwardLayer(input, output)
{
    private readonly int _size = module.KernelSize!.Value;
    private readonly bool _max = module.Kind == FeedForwardModuleKind.MaxPool;

    public override void Apply(int rows, RowBlock inputs, RowBlock outputs, AlignedBuffer work)
    {
        for (var row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> image = inputs.Row(row, Input.Size);
            var pooled = outputs.Row(row, Output.Size);
            for (var i = 0; i < pooled.Length; i++)
            {
                var (line, column) = Math.DivRem(i, Output.Width);
                var (channel, top) = Math.DivRem(line, Output.Height);
                pooled[i] = Window(image[((channel * Input.Height + top * _size) * Input.Width + column * _size)..]);
            }
        }
    }

    private float Window(ReadOnlySpan<float> image)
    {
        var (max, sum) = (float.NegativeInfinity, 0f);
        for (var line = 0; line < _size; line++)
        {
            foreach (var pixel in image.Slice(line * Input.Width, _size))
            {
                max = MathF.Max(max, pixel);
                sum += pixel;
            }
        }

        return _max ? max : sum / (_size * _size);
    }
}
