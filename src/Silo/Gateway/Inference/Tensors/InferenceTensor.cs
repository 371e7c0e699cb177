namespace RnnCluster.Silo.Gateway.Inference.Tensors;

/// <summary>A tensor of a request or a response, whatever it travels as.</summary>
internal sealed record InferenceTensor
{
    private const int NameLimit = 64;

    private InferenceTensor(string name, string datatype, long[] shape, Array values)
    {
        Name = name;
        Datatype = datatype;
        Shape = shape;
        Values = values;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>One of <see cref="Datatypes"/>.</summary>
    public string Datatype { get; }

    /// <summary>Length of each dimension.</summary>
    public long[] Shape { get; }

    /// <summary>The elements, row after row; their type is that of <see cref="Datatype"/>.</summary>
    public Array Values { get; }

    /// <summary>Strings.</summary>
    public static InferenceTensor Of(string name, string[] values, params long[] shape) => Create(name, Datatypes.Bytes, shape, values);

    /// <summary>32-bit integers.</summary>
    public static InferenceTensor Of(string name, int[] values, params long[] shape) => Create(name, Datatypes.Int32, shape, values);

    /// <summary>64-bit integers.</summary>
    public static InferenceTensor Of(string name, long[] values, params long[] shape) => Create(name, Datatypes.Int64, shape, values);

    /// <summary>Single-precision numbers.</summary>
    public static InferenceTensor Of(string name, float[] values, params long[] shape) => Create(name, Datatypes.Float32, shape, values);

    /// <summary>Number of elements of a shape.</summary>
    /// <exception cref="FormatException">A dimension is negative, or there are more than 2,147,483,647 elements.</exception>
    public static int Count(string name, IReadOnlyList<long> shape)
    {
        if (shape.Any(length => length < 0))
        {
            throw new FormatException($"shape of {Short(name)} is {Text(shape)}; no dimension may be negative");
        }

        if (shape.Contains(0))
        {
            return 0;
        }

        var count = 1L;
        foreach (var length in shape)
        {
            // Both factors are below 2^31 and 2^63: a product that is too large is seen before it wraps.
            count = length <= int.MaxValue / count ? count * length : throw new FormatException(
                $"shape of {Short(name)} is {Text(shape)}; a tensor may have {int.MaxValue} elements");
        }

        return (int)count;
    }

    /// <summary>A shape as it is written.</summary>
    public static string Text(IEnumerable<long> shape) => $"[{string.Join(',', shape)}]";

    /// <summary>A name that somebody sent, for a message.</summary>
    public static string Short(string text) => text.Length <= NameLimit ? text : text[..NameLimit] + "…";

    private static InferenceTensor Create(string name, string datatype, long[] shape, Array values)
    {
        var count = Count(name, shape);
        return count == values.Length ? new InferenceTensor(name, datatype, shape, values) : throw new FormatException(
            $"input {Short(name)} has {values.Length} elements; its shape {Text(shape)} has {count}");
    }
}
