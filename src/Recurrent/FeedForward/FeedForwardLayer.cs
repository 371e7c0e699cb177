using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.FeedForward;

/// <summary>One module with its weights, for a batch of rows.</summary>
internal abstract class FeedForwardLayer(ImageShape input, ImageShape output)
{
    /// <summary>Shape of a row that it reads.</summary>
    public ImageShape Input { get; } = input;

    /// <summary>Shape of a row that it puts out.</summary>
    public ImageShape Output { get; } = output;

    /// <summary>Floats of working space that it needs.</summary>
    public virtual int WorkLength => 0;

    /// <summary>Applies the module to each of <paramref name="rows"/> rows.</summary>
    /// <param name="rows">Rows of the batch.</param>
    /// <param name="inputs"><c>[rows, Input.Size]</c>.</param>
    /// <param name="outputs"><c>[rows, Output.Size]</c>; padding may become anything.</param>
    /// <param name="work">Working space, starts on a cache line.</param>
    public abstract void Apply(int rows, RowBlock inputs, RowBlock outputs, AlignedBuffer work);

    /// <summary>The layer of a module; null for one that leaves its input as it is.</summary>
    public static FeedForwardLayer? Create(
        NamedModule module, ImageShape input, IReadOnlyDictionary<string, float[]> tensors, IStepKernel kernel)
    {
        var output = module.Output(input);
        return module.Module.Kind switch
        {
            FeedForwardModuleKind.Conv2d => new ConvolutionLayer(module, input, output, tensors, kernel),
            FeedForwardModuleKind.MaxPool or FeedForwardModuleKind.AveragePool => new PoolLayer(module.Module, input, output),
            FeedForwardModuleKind.Linear => new LinearLayer(module.Name, input, output, tensors, kernel),
            FeedForwardModuleKind.Relu or FeedForwardModuleKind.Tanh => new ActivationLayer(module.Module.Kind, input),
            _ => null,
        };
    }
}
