using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Cells;

/// <summary>A cell on the vectors of one width: sums of a panel of neurons, and at once their equations.</summary>
/// <remarks>
/// For each panel, up to six rows of the batch at a time: the sums start from bias (or projected inputs), take the products of
/// <c>x_t</c> and <c>h_{t-1}</c> in registers, go through a tile in the first-level cache and come out as <c>c_t</c> and <c>h_t</c>. No
/// row of gates is ever written to memory. Lanes are neurons, so a neuron's bits depend on nothing but its own row.
/// </remarks>
internal sealed unsafe class VectorCell<TVector, TPath, TPanel, TGates> : RecurrentCell
    where TVector : unmanaged
    where TPath : IVectorPath<TVector>
    where TPanel : IPanel
    where TGates : IGates
{
    private const int InputPart = 0;
    private const int HiddenPart = 1;

    // Sums of as many rows stay in the first-level cache, and there is room for as many rows of bytes; more read the weights again.
    private const int GroupRows = RoundedRows.RowsLimit;
    private const int TileStride = PackedMatrix.PanelWidth;

    private readonly PackedMatrix _weights;
    private readonly AlignedBuffer _bias;

    public VectorCell(CellWeights weights, WeightFormat format)
        : base(weights.InputSize, weights.HiddenSize, TGates.Slots)
    {
        _weights = new PackedMatrix(
            TGates.InputGates.Length * HiddenStride,
            format,
            TGates.InputGates.Length * PanelNeurons,
            GatePacking.Part(weights.InputWeights, InputSize, HiddenSize, PanelNeurons, TGates.InputGates),
            GatePacking.Part(weights.HiddenWeights, HiddenSize, HiddenSize, PanelNeurons, TGates.HiddenGates));
        _bias = new AlignedBuffer(StartStride);
        GatePacking.AddBias(weights.InputBias, HiddenSize, TGates.Slots, 0, TGates.InputGates, _bias.Span);
        GatePacking.AddBias(weights.HiddenBias, HiddenSize, TGates.Slots, TGates.HiddenSlot, TGates.HiddenGates, _bias.Span);
    }

    private int Panels => (HiddenStride + PanelNeurons - 1) / PanelNeurons;

    private static int PanelNeurons => GatePacking.PanelNeurons(TGates.Slots);

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Step(in CellRows rows)
    {
        var memory = stackalloc float[GroupRows * TileStride + Lanes.Count];
        var sums = new RowBlock((float*)(((nuint)memory + 63) & ~(nuint)63), TileStride);
        var isReversed = rows.IsReversed;
        for (int row = 0, count; row < rows.Count; row += count, isReversed = !isReversed)
        {
            var groups = (rows.Count - row + GroupRows - 1) / GroupRows;
            count = (rows.Count - row + groups - 1) / groups;
            var inputs = InputSize - rows.ProjectedInputs;
            var x = TPanel.Read(_weights, InputPart, rows.ProjectedInputs, inputs, count, rows.Inputs.At(row, rows.ProjectedInputs));
            var h = TPanel.Read(_weights, HiddenPart, 0, HiddenSize, count, rows.Previous.At(row, 0));
            for (var panel = 0; panel < Panels; panel++)
            {
                var neuron = (isReversed ? Panels - 1 - panel : panel) * PanelNeurons;
                var next = Math.Clamp(isReversed ? neuron - PanelNeurons : neuron + PanelNeurons, 0, (Panels - 1) * PanelNeurons);
                var neurons = Math.Min(PanelNeurons, HiddenStride - neuron);
                Start(rows, row, count, neuron * TGates.Slots, neurons * TGates.Slots, (next - neuron) * TGates.Slots, sums);
                var column = neuron * TGates.InputGates.Length;
                TPanel.MultiplyAdd(x, _weights, column, sums, _weights.Weights(HiddenPart, column));
                TPanel.MultiplyAdd(
                    h, _weights, column, sums.At(0, TGates.HiddenSlot * neurons), _weights.Panel(next * TGates.InputGates.Length));
                Finish(rows, row, count, neuron, neurons, sums);
            }
        }
    }

    public override void Project(int rows, int first, int count, RowBlock x, RowBlock starts)
    {
        starts.Fill(rows, first == 0 ? _bias.Span : new float[StartStride]);
        for (int row = 0, group; row < rows; row += group)
        {
            group = Math.Min(rows - row, TPanel.RowsLimit);
            var inputs = TPanel.Read(_weights, InputPart, first, count, group, x.At(row, 0));
            for (var neuron = 0; neuron < HiddenStride; neuron += PanelNeurons)
            {
                var column = neuron * TGates.InputGates.Length;
                TPanel.MultiplyAdd(inputs, _weights, column, starts.At(row, neuron * TGates.Slots), _weights.Weights(HiddenPart, column));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Start(in CellRows rows, int first, int count, int column, int width, int ahead, RowBlock sums)
    {
        for (var row = 0; row < count; row++)
        {
            var start = (rows.Starts == null ? _bias.Pointer : rows.Starts[first + row]) + column;
            var sum = sums.At(row, 0).Pointer;
            for (var at = 0; at < width; at += TPath.Lanes)
            {
                TPath.Store(TPath.Load(start + at), sum + at);
            }

            if (Sse.IsSupported && rows.Starts != null)
            {
                // The next panel's: rows of a table lie anywhere, so that no hardware foresees them.
                for (var line = 0; line < width; line += Lanes.Count)
                {
                    Sse.Prefetch0(start + ahead + line);
                }
            }
        }
    }

    // Without tiers: it must be at its best when it runs for the first time.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Finish(in CellRows rows, int first, int count, int neuron, int neurons, RowBlock sums)
    {
        for (var row = 0; row < count; row++)
        {
            var tile = sums.At(row, 0).Pointer;
            var cell = rows.Cell.At(first + row, neuron).Pointer;
            for (var at = 0; at < neurons; at += TPath.Lanes)
            {
                TGates.Begin<TVector, TPath>(tile + at, neurons, cell + at);
            }
        }

        for (var row = 0; row < count; row++)
        {
            var tile = sums.At(row, 0).Pointer;
            var cell = rows.Cell.At(first + row, neuron).Pointer;
            var previous = rows.Previous.At(first + row, neuron).Pointer;
            var hidden = rows.Hidden.At(first + row, neuron).Pointer;
            for (var at = 0; at < neurons; at += TPath.Lanes)
            {
                TGates.End<TVector, TPath>(tile + at, neurons, cell + at, previous + at, hidden + at);
            }
        }
    }
}
