using RnnCluster.Recurrent.FeedForward;

namespace RnnCluster.Recurrent.Tests.FeedForward;

/// <summary>A feed-forward network as its modules are defined, one number at a time in double precision.</summary>
internal sealed class FeedForwardReference(ImageShape input, IReadOnlyDictionary<string, float[]> tensors)
{
    private int _channels = input.Channels;
    private int _height = input.Height;
    private int _width = input.Width;
    private double[] _values = [];

    /// <summary>Applies all modules to one row.</summary>
    public float[] Apply(IEnumerable<NamedModule> modules, float[] row)
    {
        (_channels, _height, _width) = (input.Channels, input.Height, input.Width);
        _values = [.. row.Select(value => (double)value)];
        foreach (var (name, module) in modules)
        {
            Apply(name, module);
        }

        return [.. _values.Select(value => (float)value)];
    }

    private void Apply(string name, FeedForwardModule module)
    {
        switch (module.Kind)
        {
            case FeedForwardModuleKind.Conv2d:
                Convolve(name, module);
                break;
            case FeedForwardModuleKind.MaxPool:
                Pool(module.KernelSize!.Value, window => window.Max());
                break;
            case FeedForwardModuleKind.AveragePool:
                Pool(module.KernelSize!.Value, window => window.Average());
                break;
            case FeedForwardModuleKind.Linear:
                _values =
                [
                    .. tensors[$"{name}.bias"].Select((bias, output) =>
                        bias + _values.Select((value, i) => value * tensors[$"{name}.weight"][output * _values.Length + i]).Sum()),
                ];
                (_channels, _height, _width) = (_values.Length, 1, 1);
                break;
            case FeedForwardModuleKind.Relu:
                _values = [.. _values.Select(value => Math.Max(0, value))];
                break;
            case FeedForwardModuleKind.Tanh:
                _values = [.. _values.Select(Math.Tanh)];
                break;
            case FeedForwardModuleKind.Flatten:
                (_channels, _height, _width) = (_values.Length, 1, 1);
                break;
        }
    }

    private void Convolve(string name, FeedForwardModule module)
    {
        var (kernel, stride, padding) = (module.KernelSize!.Value, module.Stride ?? 1, module.Padding ?? 0);
        var (height, width) = ((_height + 2 * padding - kernel) / stride + 1, (_width + 2 * padding - kernel) / stride + 1);
        var weights = tensors[$"{name}.weight"];
        var outputs = new List<double>();
        for (var output = 0; output < module.Channels; output++)
        {
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    double sum = tensors[$"{name}.bias"][output];
                    for (var channel = 0; channel < _channels; channel++)
                    {
                        for (var i = 0; i < kernel; i++)
                        {
                            for (var j = 0; j < kernel; j++)
                            {
                                var weight = weights[((output * _channels + channel) * kernel + i) * kernel + j];
                                sum += weight * Pixel(channel, y * stride + i - padding, x * stride + j - padding);
                            }
                        }
                    }

                    outputs.Add(sum);
                }
            }
        }

        (_channels, _height, _width) = (module.Channels!.Value, height, width);
        _values = [.. outputs];
    }

    private void Pool(int size, Func<IEnumerable<double>, double> combine)
    {
        _values =
        [
            .. from channel in Enumerable.Range(0, _channels)
               from y in Enumerable.Range(0, _height / size)
               from x in Enumerable.Range(0, _width / size)
               select combine(
                   from i in Enumerable.Range(0, size)
                   from j in Enumerable.Range(0, size)
                   select Pixel(channel, y * size + i, x * size + j)),
        ];
        (_height, _width) = (_height / size, _width / size);
    }

    private double Pixel(int channel, int y, int x) =>
        y >= 0 && y < _height && x >= 0 && x < _width ? _values[(channel * _height + y) * _width + x] : 0;
}
