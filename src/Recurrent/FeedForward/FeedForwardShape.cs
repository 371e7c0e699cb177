using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Recurrent.FeedForward;

/// <summary>Everything that fixes the tensors of a feed-forward network.</summary>
/// <param name="Input">What it reads.</param>
/// <param name="Modules">What it does, in order, each under the name that its tensors begin with, such as <c>network.3</c>.</param>
public sealed record FeedForwardShape(ImageShape Input, IReadOnlyList<NamedModule> Modules)
{
    /// <summary>Most floats of a row, and of the windows that a convolution copies out of one.</summary>
    public const int RowLimit = 1 << 26;

    /// <summary>Shapes of all rows: the input's, then what each module puts out.</summary>
    /// <exception cref="ArgumentException">A module cannot read what comes before it; the message says which and why.</exception>
    public IReadOnlyList<ImageShape> Rows()
    {
        var rows = new List<ImageShape> { Input };
        foreach (var module in Modules)
        {
            var output = module.Output(rows[^1]);
            var floats = Math.Max((long)output.Channels * output.Height * output.Width, module.WindowFloats(rows[^1], output));
            if (floats > RowLimit)
            {
                throw new ArgumentException($"{module.Name} makes {floats} values of {rows[^1]}; a module may make {RowLimit}");
            }

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
}
