using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Recurrent.FeedForward;

/// <summary>A module under its name in the <c>state_dict</c>.</summary>
/// <param name="Name">What its tensors' names begin with; without meaning for modules that have none.</param>
/// <param name="Module">What it does.</param>
public sealed record NamedModule(string Name, FeedForwardModule Module)
{
    private int Kernel => Module.KernelSize ?? 1;

    private int Stride => Module.Stride ?? 1;

    private int Padding => Module.Padding ?? 0;

    /// <summary>The shape of what it puts out for an input of shape <paramref name="input"/>.</summary>
    /// <exception cref="ArgumentException">It cannot read such an input.</exception>
    public ImageShape Output(ImageShape input) => Module.Kind switch
    {
        FeedForwardModuleKind.Conv2d => new(
            Module.Channels!.Value, Windows(input.Height, Stride, Padding), Windows(input.Width, Stride, Padding)),
        FeedForwardModuleKind.MaxPool or FeedForwardModuleKind.AveragePool => new(
            input.Channels, Windows(input.Height, Kernel, padding: 0), Windows(input.Width, Kernel, padding: 0)),
        FeedForwardModuleKind.Flatten => ImageShape.Vector(input.Size),
        FeedForwardModuleKind.Linear => input.IsVector
            ? ImageShape.Vector(Module.Size!.Value)
            : throw new ArgumentException($"{Name} is linear and reads {input}; it must be flat: put flatten before it"),
        _ => input,
    };

    /// <summary>Floats of all windows of a convolution; 0 for other modules.</summary>
    internal long WindowFloats(ImageShape input, ImageShape output) => Module.Kind == FeedForwardModuleKind.Conv2d
        ? (long)output.Height * output.Width * (input.Channels + 1) * Kernel * Kernel
        : 0;

    /// <summary>Multiply-adds of one row.</summary>
    internal long MultiplyAdds(ImageShape input, ImageShape output) => Module.Kind switch
    {
        FeedForwardModuleKind.Conv2d => WindowFloats(input, output) * output.Channels,
        FeedForwardModuleKind.Linear => (long)input.Size * output.Size,
        _ => input.Size,
    };

    /// <summary>Its tensors, for an input of shape <paramref name="input"/>.</summary>
    public IEnumerable<TensorShape> Tensors(ImageShape input) => Module.Kind switch
    {
        FeedForwardModuleKind.Conv2d => Tensors(
            [Module.Channels!.Value, input.Channels, Kernel, Kernel],
            $"channels {Module.Channels}, {input.Channels} channels before it, kernelSize {Kernel} twice"),
        FeedForwardModuleKind.Linear => Tensors([Module.Size!.Value, input.Size], $"size {Module.Size}, {input.Size} values before it"),
        _ => [],
    };

    private TensorShape[] Tensors(int[] weight, string derivation) =>
    [
        new($"{Name}.weight", weight) { Derivation = derivation },
        new($"{Name}.bias", [weight[0]]) { Derivation = $"{weight[0]} outputs" },
    ];

    private int Windows(int size, int stride, int padding)
    {
        var room = size + 2 * padding - Kernel;
        return room >= 0
            ? room / stride + 1
            : throw new ArgumentException($"{Name} has kernelSize {Kernel} and reads only {size} rows or columns with padding {padding}");
    }
}
