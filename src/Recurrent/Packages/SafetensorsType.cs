namespace RnnCluster.Recurrent.Packages;

/// <summary>The element types that are read, under the names that the file format gives them.</summary>
internal enum SafetensorsType
{
    /// <summary>IEEE 754 single precision.</summary>
    F32,

    /// <summary>The upper half of a single-precision number.</summary>
    BF16,
}
