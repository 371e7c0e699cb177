namespace RnnCluster.Silo.Gateway.Inference.Tensors;

/// <summary>The protocol's names of the element types that models here read and write.</summary>
internal static class Datatypes
{
    /// <summary>Strings, UTF-8; elements are <see cref="string"/>.</summary>
    public const string Bytes = "BYTES";

    /// <summary>Elements are <see cref="int"/>.</summary>
    public const string Int32 = "INT32";

    /// <summary>Elements are <see cref="long"/>.</summary>
    public const string Int64 = "INT64";

    /// <summary>Elements are <see cref="float"/>.</summary>
    public const string Float32 = "FP32";

    /// <summary>All of them, for messages.</summary>
    public const string All = "BYTES, INT32, INT64 or FP32";
}
