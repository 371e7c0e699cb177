namespace RnnCluster.Recurrent.Kernels;

/// <summary>Weights <c>[inputs, outputs]</c> in the order in which the kernels read them.</summary>
/// <remarks>
/// Outputs are cut into panels of one width (the last one may be narrower), always a multiple of <see cref="Lanes.Count"/>. A panel is
/// <c>[inputs, width]</c>, contiguous, panels one after the other: a kernel reads the weights front to back, and what it needs next is
/// always what lies behind. The inputs may be of several parts, such as <c>x_t</c> and <c>h_{t-1}</c>, with scales of their own.
/// </remarks>
internal sealed unsafe class PackedMatrix
{
    /// <summary>Columns of the widest panel: four vectors of 512 bits.</summary>
    public const int PanelWidth = 64;

    private readonly AlignedBuffer _panels;
    private readonly AlignedBuffer _scales;
    private readonly int _panelWidth;
    private readonly int _bytes;

    /// <summary>Packs a matrix given by its elements.</summary>
    /// <param name="outputs">Columns, a multiple of <see cref="Lanes.Count"/>.</param>
    /// <param name="format">How the weights lie in memory; those of fewer bits are rounded to nearest.</param>
    /// <param name="panelWidth">Columns of a panel, a multiple of <see cref="Lanes.Count"/> up to <see cref="PanelWidth"/>.</param>
    /// <param name="parts">The inputs' parts.</param>
    public PackedMatrix(int outputs, WeightFormat format, int panelWidth, params ReadOnlySpan<MatrixPart> parts)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(outputs % Lanes.Count, 0);
        ArgumentOutOfRangeException.ThrowIfNotEqual(panelWidth % Lanes.Count, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(panelWidth, PanelWidth);
        Outputs = outputs;
        Format = format;
        _panelWidth = panelWidth;
        _bytes = WeightRounding.Bytes(format);
        foreach (var part in parts)
        {
            Inputs += part.Inputs;
        }

        _panels = new AlignedBuffer((int)(((long)Inputs * outputs * _bytes + sizeof(float) - 1) / sizeof(float)));
        _scales = new AlignedBuffer(format == WeightFormat.Int8 ? parts.Length * outputs : 0);
        var first = 0;
        for (var part = 0; part < parts.Length; part++)
        {
            var column = new float[parts[part].Inputs];
            for (var output = 0; output < outputs; output++)
            {
                for (var input = 0; input < column.Length; input++)
                {
                    column[input] = parts[part].Element(input, output);
                }

                Write(part, first, output, column);
            }

            first += column.Length;
        }
    }

    /// <summary>Inputs of all parts.</summary>
    public int Inputs { get; }

    public int Outputs { get; }

    public WeightFormat Format { get; }

    /// <summary>The panel that starts at <paramref name="column"/>, a multiple of the panels' width.</summary>
    public byte* Panel(int column) => (byte*)_panels.Pointer + (nint)column * Inputs * _bytes;

    /// <summary>Width of the panel that starts at <paramref name="column"/>.</summary>
    public int PanelWidthAt(int column) => Math.Min(_panelWidth, Outputs - column);

    /// <summary>What a part's sums from <paramref name="column"/> on are multiplied by; only where the format has scales.</summary>
    public float* Scales(int part, int column) => _scales.Pointer + part * Outputs + column;

    private void Write(int part, int first, int output, float[] column)
    {
        var panel = output / _panelWidth * _panelWidth;
        var width = PanelWidthAt(panel);
        var weights = Panel(panel);
        var scale = 1f;
        if (Format == WeightFormat.Int8)
        {
            scale = WeightRounding.Int8Scale(column);
            *Scales(part, output) = scale;
        }

        for (var input = 0; input < column.Length; input++)
        {
            var index = (nint)(first + input) * width + (output - panel);
            switch (Format)
            {
                case WeightFormat.Float32:
                    ((float*)weights)[index] = column[input];
                    break;
                case WeightFormat.BFloat16:
                    ((ushort*)weights)[index] = WeightRounding.ToBFloat16(column[input]);
                    break;
                default:
                    ((sbyte*)weights)[index] = WeightRounding.ToInt8(column[input], scale);
                    break;
            }
        }
    }
}
