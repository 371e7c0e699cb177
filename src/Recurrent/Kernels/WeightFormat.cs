using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace RnnCluster.Recurrent.Kernels;

/// <summary>How the matrices of a network are kept in memory.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "These are the field's names of the formats.")]
public enum WeightFormat
{
    /// <summary>As trained.</summary>
    Float32,

    /// <summary>Rounded to 8 bits of mantissa: half the memory to read.</summary>
    [JsonStringEnumMemberName("bfloat16")]
    BFloat16,

    /// <summary>
    /// Whole numbers from −127 to 127 with a scale for each output: a quarter of the memory to read. What they are multiplied with is
    /// rounded to 8 bits, too, at every step: products are of bytes, and their sums exact.
    /// </summary>
    Int8,
}
