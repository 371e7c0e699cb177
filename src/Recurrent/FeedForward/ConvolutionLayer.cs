using RnnCluster.Recurrent.Kernels;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Recurrent.FeedForward;

/// <summary><c>nn.Conv2d</c>: every window of the image as a row, times the kernels of all channels.</summary>
/// <remarks>
/// The windows are copied out (<c>[positions, channels · kernel²]</c>), so that the product is the same matrix product as that of the
/// recurrent cells. Its result, <c>[positions, channels]</c>, is turned into PyTorch's planes.
/// </remarks>
internal sealed class ConvolutionLayer : FeedForwardLayer
{
    private readonly Linear _kernels;
    private readonly int _kernelSize;
    private readonly int _step;
    private readonly int _padding;
    private readonly int _windowStride;
    private readonly int _positions;

    public ConvolutionLayer(
        NamedModule module, ImageShape input, ImageShape output, IReadOnlyDictionary<string, float[]> tensors, IStepKernel kernel)
        : base(input, output)
    {
        _kernelSize = module.Module.KernelSize!.Value;
        _step = module.Module.Stride ?? 1;
        _padding = module.Module.Padding ?? 0;
        _positions = output.Height * output.Width;
        var window = input.Channels * _kernelSize * _kernelSize;
        _windowStride = Lanes.Pad(window);
        _kernels = new Linear(module.Name, window, output.Channels, tensors, kernel);
    }

    public override int WorkLength => _positions * (_windowStride + _kernels.Stride);

    public override unsafe void Apply(int rows, RowBlock inputs, RowBlock outputs, AlignedBuffer work)
    {
        var windows = new RowBlock(work.Pointer, _windowStride);
        var sums = new RowBlock(work.Pointer + (nint)_positions * _windowStride, _kernels.Stride);
        for (var row = 0; row < rows; row++)
        {
            CopyWindows(inputs.Row(row, Input.Size), windows);
            _kernels.Apply(_positions, windows, sums);
            var planes = outputs.Row(row, Output.Size);
            for (var position = 0; position < _positions; position++)
            {
                var pixel = sums.Row(position, Output.Channels);
                for (var channel = 0; channel < pixel.Length; channel++)
                {
                    planes[channel * _positions + position] = pixel[channel];
                }
            }
        }

        // The blocks are bare pointers: their owner must outlive the kernels.
        GC.KeepAlive(work);
    }

    private void CopyWindows(ReadOnlySpan<float> image, RowBlock windows)
    {
        for (var position = 0; position < _positions; position++)
        {
            var (line, column) = Math.DivRem(position, Output.Width);
            var window = windows.Row(position, Input.Channels * _kernelSize * _kernelSize);
            for (var i = 0; i < window.Length; i++)
            {
                var (kernelLine, kernelColumn) = Math.DivRem(i, _kernelSize);
                var y = line * _step - _padding + kernelLine % _kernelSize;
                var x = column * _step - _padding + kernelColumn;
                var inside = (uint)y < (uint)Input.Height && (uint)x < (uint)Input.Width;
                window[i] = inside ? image[(kernelLine / _kernelSize * Input.Height + y) * Input.Width + x] : 0;
            }
        }
    }
}
