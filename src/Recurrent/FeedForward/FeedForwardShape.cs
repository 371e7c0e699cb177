using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Recurrent.FeedForward;

/// <summary>Everything that fixes the tensors of a feed-forward network.</summary>
/// <param name="Input">What it reads.</param>
/// <param name="Modules">What it does, in order, each under the name that its tensors begin with, such as <c>network.3</c>.</param>
public sealed record FeedForwardShape(ImageShape Input, IReadOnlyList<NamedModule> Modules)
{
    /// <summary>Most floats of a row between two modules.</summary>
    public const int RowLimit = 1 << 20;

    /// <summary>Most floats of the windows that a convolution copies out of a row.</summary>
    public const int WindowsLimit = 1 << 24;

    /// <summary>Most multiply-adds for one input vector, all modules together.</summary>
    public const long MultiplyAddsLimit = 1L << 34;

    /// <summary>Shapes of all rows: the input's, then what each module puts out.</summary>
    /// <exception cref="ArgumentException">A module cannot read what comes before it; the message says which and why.</exception>
    public IReadOnlyList<ImageShape> Rows()
    {
        var rows = new List<ImageShape> { Input };
        var multiplyAdds = 0L;
        foreach (var module in Modules)
        {
            var input = rows[^1];
            var output = module.Output(input);
            Require(module, input, "values", (long)output.Channels * output.Height * output.Width, RowLimit);
            Require(module, input, "values of windows", module.WindowFloats(input, output), WindowsLimit);
            multiplyAdds += module.MultiplyAdds(input, output);
            Require(module, Input, "multiply-adds with those before it", multiplyAdds, MultiplyAddsLimit);
            rows.Add(output);
        }

        return rows;
    }

    /// <summary>Every tensor that the <c>state_dict</c> must hold.</summary>
    public IEnumerable<TensorShape> Tensors()
    {
        var rows = Rows();
        return Modules.SelectMany((module, index) => module.Tensors(rows[index]));
    }

    /// <summary>This network with one more linear module, and tanh behind it if wanted.</summary>
    public FeedForwardShape Then(string linear, int size, bool tanh = false) => this with
    {
        Modules =
        [
            .. Modules,
            new(linear, new() { Kind = FeedForwardModuleKind.Linear, Size = size }),
            .. tanh ? new NamedModule[] { new("", new() { Kind = FeedForwardModuleKind.Tanh }) } : [],
        ],
    };

    private static void Require(NamedModule module, ImageShape input, string what, long found, long limit)
    {
        if (found > limit)
        {
            throw new ArgumentException($"{module.Name} makes {found} {what} of {input}; it may make {limit}");
        }
    }
}
