using RnnCluster.Recurrent.Kernels;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Recurrent.FeedForward;

/// <summary>The rows of a <see cref="FeedForwardNetwork"/>.</summary>
/// <remarks>The rows between two layers, which can be long, are there for <see cref="BlockRows"/> rows only.</remarks>
public sealed class FeedForwardBatch : RowBatch
{
    internal const int BlockRows = 16;

    private readonly FeedForwardNetwork _network;
    private readonly AlignedBuffer _inputs;
    private readonly AlignedBuffer _outputs;
    private readonly AlignedBuffer[] _between;
    private readonly int _inputStride;
    private readonly int _outputStride;

    internal FeedForwardBatch(FeedForwardNetwork network, int capacity)
        : base(capacity)
    {
        _network = network;
        _inputStride = Lanes.Pad(network.InputSize);
        _outputStride = Lanes.Pad(network.OutputSize);
        _inputs = AlignedBuffer.ForRows(capacity, _inputStride);
        _outputs = AlignedBuffer.ForRows(capacity, _outputStride);
        var blockRows = Math.Min(capacity, BlockRows);
        _between = [AlignedBuffer.ForRows(blockRows, network.LayerStride), AlignedBuffer.ForRows(blockRows, network.LayerStride)];
        Work = new AlignedBuffer(network.WorkLength);
    }

    internal AlignedBuffer Work { get; }

    /// <summary>Takes the next row for an input vector.</summary>
    /// <returns>The row.</returns>
    /// <exception cref="InvalidOperationException">The batch is full.</exception>
    /// <exception cref="ArgumentException">The vector is not as long as the network's input.</exception>
    public int Add(ReadOnlySpan<float> input)
    {
        if (input.Length != _network.InputSize)
        {
            throw new ArgumentException($"{input.Length} features; the network reads {_network.InputSize}", nameof(input));
        }

        var row = TakeRow();
        input.CopyTo(Row(_inputs, row, _inputStride));
        return row;
    }

    /// <summary>What the network gave for a row; valid until the next step.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ReadOnlySpan<float> Output(int row) => Row(_outputs, row, _outputStride)[.._network.OutputSize];

    internal unsafe RowBlock Inputs(int first) => new(_inputs.Pointer + (nint)first * _inputStride, _inputStride);

    internal unsafe RowBlock Outputs(int first) => new(_outputs.Pointer + (nint)first * _outputStride, _outputStride);

    /// <summary>What layer <paramref name="layer"/> puts out and the next one reads.</summary>
    internal RowBlock Between(int layer) => new(_between[layer % 2], _network.LayerStride);
}
