namespace RnnCluster.Recurrent.Kernels;

/// <summary>Weights <c>[inputs, outputs]</c> in the order in which the kernels read them.</summary>
/// <remarks>
/// Outputs are cut into panels of <see cref="PanelWidth"/> columns (the last one may be narrower, always a multiple of
/// <see cref="Lanes.Count"/>). A panel is <c>[inputs, width]</c>, contiguous, panels one after the other: a kernel reads the
/// weights of a panel once, front to back.
/// </remarks>
internal sealed unsafe class PackedMatrix
{
    /// <summary>Columns of a full panel: four vectors of 512 bits.</summary>
    public const int PanelWidth = 64;

    private readonly AlignedBuffer _panels;

    /// <summary>Packs a matrix given by its elements.</summary>
    /// <param name="inputs">Rows of the logical matrix.</param>
    /// <param name="outputs">Columns, a multiple of <see cref="Lanes.Count"/>.</param>
    /// <param name="element">Element at (input, output); zero for padding.</param>
    public PackedMatrix(int inputs, int outputs, Func<int, int, float> element)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(outputs % Lanes.Count, 0);
        Inputs = inputs;
        Outputs = outputs;
        _panels = new AlignedBuffer(checked(inputs * outputs));
        for (var column = 0; column < outputs; column++)
        {
            var panel = column / PanelWidth * PanelWidth;
            var width = PanelWidthAt(panel);
            for (var input = 0; input < inputs; input++)
            {
                Panel(panel)[input * width + (column - panel)] = element(input, column);
            }
        }
    }

    public int Inputs { get; }

    public int Outputs { get; }

    /// <summary>The panel that starts at <paramref name="column"/>, a multiple of <see cref="PanelWidth"/>.</summary>
    public float* Panel(int column) => _panels.Pointer + (nint)column * Inputs;

    /// <summary>Width of the panel that starts at <paramref name="column"/>.</summary>
    public int PanelWidthAt(int column) => Math.Min(PanelWidth, Outputs - column);
}
