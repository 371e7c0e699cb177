using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Networks;

/// <summary>What a decoder attends to: one vector for each position of the source. Immutable by contract; copies of a state share it.</summary>
public sealed class AttentionMemory
{
    private readonly int _stride;

    /// <summary>Takes over vectors.</summary>
    /// <param name="size">Length of a vector: the decoder's hidden size.</param>
    /// <param name="values"><c>[positions, size padded to 16]</c>; padding is zero.</param>
    /// <exception cref="ArgumentException">The values are no whole number of vectors.</exception>
    public AttentionMemory(int size, float[] values)
    {
        _stride = Lanes.Pad(size);
        if (values.Length % _stride != 0)
        {
            throw new ArgumentException($"{values.Length} values; a memory has a multiple of {_stride}", nameof(values));
        }

        Size = size;
        Values = values;
    }

    /// <summary>Length of a vector.</summary>
    public int Size { get; }

    /// <summary>Number of vectors.</summary>
    public int Positions => Values.Length / _stride;

    /// <summary><c>[positions, size padded to 16]</c>.</summary>
    public float[] Values { get; }

    /// <summary>A memory of vectors, all of one length.</summary>
    public static AttentionMemory Of(float[][] vectors)
    {
        var size = vectors[0].Length;
        var values = new float[vectors.Length * Lanes.Pad(size)];
        for (var position = 0; position < vectors.Length; position++)
        {
            vectors[position].CopyTo(values, position * Lanes.Pad(size));
        }

        return new AttentionMemory(size, values);
    }
}
