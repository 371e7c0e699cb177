namespace RnnCluster.Recurrent.Kernels;

/// <summary>Weights <c>[inputs, outputs]</c> in the order in which the kernels read them.</summary>
/// <remarks>
/// Outputs are cut into panels of one width (the last one may be narrower), always a multiple of <see cref="Lanes.Count"/>. A panel is
/// <c>[inputs, width]</c>, contiguous, panels one after the other: a kernel reads the weights front to back, and what it needs next is
/// always what lies behind. The inputs may be of several parts, such as <c>x_t</c> and <c>h_{t-1}</c>, with scales of their own.
/// <para>
/// In a panel of bytes, a part is cut into blocks of <see cref="BlockColumns"/> columns, <c>[width / 16, inputs / 4, 16, 4]</c>: the weights
/// of four inputs lie side by side for each column. Inputs are padded to such groups with zeros.
/// </para>
/// </remarks>
internal sealed unsafe class PackedMatrix
{
    /// <summary>Columns of the widest panel: four vectors of 512 bits.</summary>
    public const int PanelWidth = 64;

    /// <summary>Columns of a block of bytes.</summary>
    public const int BlockColumns = Lanes.Count;

    /// <summary>Inputs whose bytes lie side by side.</summary>
    public const int GroupInputs = 4;

    /// <summary>Bytes of a group of inputs in a block: a cache line.</summary>
    public const int GroupBytes = GroupInputs * BlockColumns;

    /// <summary>Most inputs of a part of bytes: the sums of as many products, 127 · 255 each at most, stay below 2³¹.</summary>
    public const int ByteInputsLimit = 66_000;

    private readonly AlignedBuffer _panels;
    private readonly AlignedBuffer _scales;
    private readonly ColumnSums _columnSums;
    private readonly int[] _firsts;
    private readonly int _panelWidth;
    private readonly int _bytes;

    /// <summary>Packs a matrix given by its elements.</summary>
    /// <param name="outputs">Columns, a multiple of <see cref="Lanes.Count"/>.</param>
    /// <param name="format">How the weights lie in memory; those of fewer bits are rounded to nearest.</param>
    /// <param name="panelWidth">Columns of a panel, a multiple of <see cref="Lanes.Count"/> up to <see cref="PanelWidth"/>.</param>
    /// <param name="parts">The inputs' parts; of bytes, each of up to <see cref="ByteInputsLimit"/> inputs.</param>
    public PackedMatrix(int outputs, WeightFormat format, int panelWidth, params ReadOnlySpan<MatrixPart> parts)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(outputs % Lanes.Count, 0);
        ArgumentOutOfRangeException.ThrowIfNotEqual(panelWidth % Lanes.Count, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(panelWidth, PanelWidth);
        Outputs = outputs;
        Format = format;
        _panelWidth = panelWidth;
        _bytes = WeightRounding.Bytes(format);
        _firsts = new int[parts.Length + 1];
        for (var part = 0; part < parts.Length; part++)
        {
            Inputs += parts[part].Inputs;
            _firsts[part + 1] = _firsts[part] + Padded(parts[part].Inputs);
        }

        _panels = new AlignedBuffer(checked((int)(((long)_firsts[^1] * outputs * _bytes + sizeof(float) - 1) / sizeof(float))));
        _scales = new AlignedBuffer(IsOfBytes ? parts.Length * outputs : 0);
        _columnSums = new ColumnSums(this);
        for (var part = 0; part < parts.Length; part++)
        {
            Write(part, parts[part]);
        }
    }

    /// <summary>Inputs of all parts.</summary>
    public int Inputs { get; }

    public int Outputs { get; }

    public WeightFormat Format { get; }

    private bool IsOfBytes => Format == WeightFormat.Int8;

    /// <summary>The panel that starts at <paramref name="column"/>, a multiple of the panels' width.</summary>
    public byte* Panel(int column) => (byte*)_panels.Pointer + (nint)column * _firsts[^1] * _bytes;

    /// <summary>Width of the panel that starts at <paramref name="column"/>.</summary>
    public int PanelWidthAt(int column) => Math.Min(_panelWidth, Outputs - column);

    /// <summary>A part's weights in the panel that starts at <paramref name="column"/>.</summary>
    public byte* Weights(int part, int column) => Panel(column) + (nint)_firsts[part] * PanelWidthAt(column) * _bytes;

    /// <summary>One weight.</summary>
    public byte* Weight(int part, int input, int output)
    {
        var panel = output / _panelWidth * _panelWidth;
        var column = output - panel;
        return Weights(part, panel) + (IsOfBytes
            ? (nint)(column / BlockColumns) * BlockBytes(part)
                + input / GroupInputs * GroupBytes + column % BlockColumns * GroupInputs + input % GroupInputs
            : ((nint)input * PanelWidthAt(panel) + column) * _bytes);
    }

    /// <summary>What a part's sums from <paramref name="column"/> on are multiplied by; only of bytes.</summary>
    public float* Scales(int part, int column) => _scales.Pointer + part * Outputs + column;

    /// <summary>Bytes of a part in one block of columns; only of bytes.</summary>
    public nint BlockBytes(int part) => (nint)(_firsts[part + 1] - _firsts[part]) * BlockColumns;

    /// <summary>Of every column, the sum of the weights that some inputs of a part meet; only of bytes.</summary>
    public int* ColumnSums(int part, int first, int inputs) => _columnSums.Of(part, first, inputs);

    private int Padded(int inputs)
    {
        if (!IsOfBytes)
        {
            return inputs;
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(inputs, ByteInputsLimit);
        return (inputs + GroupInputs - 1) / GroupInputs * GroupInputs;
    }

    private void Write(int part, MatrixPart elements)
    {
        var column = new float[elements.Inputs];
        for (var output = 0; output < Outputs; output++)
        {
            for (var input = 0; input < column.Length; input++)
            {
                column[input] = elements.Element(input, output);
            }

            Write(part, output, column);
        }

        if (IsOfBytes)
        {
            ColumnSums(part, 0, elements.Inputs);
        }
    }

    private void Write(int part, int output, float[] column)
    {
        var scale = 1f;
        if (IsOfBytes)
        {
            scale = WeightRounding.Int8Scale(column);
            *Scales(part, output) = scale;
        }

        for (var input = 0; input < column.Length; input++)
        {
            var weight = Weight(part, input, output);
            switch (Format)
            {
                case WeightFormat.Float32:
                    *(float*)weight = column[input];
                    break;
                case WeightFormat.BFloat16:
                    *(ushort*)weight = WeightRounding.ToBFloat16(column[input]);
                    break;
                default:
                    *(sbyte*)weight = WeightRounding.ToInt8(column[input], scale);
                    break;
            }
        }
    }
}
