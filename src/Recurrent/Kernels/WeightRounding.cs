namespace RnnCluster.Recurrent.Kernels;

/// <summary>How weights become those of fewer bits.</summary>
internal static class WeightRounding
{
    private const int Int8Limit = 127;

    /// <summary>Bytes of a weight.</summary>
    public static int Bytes(WeightFormat format) => format switch
    {
        WeightFormat.Float32 => Float32Weights.Bytes,
        WeightFormat.BFloat16 => BFloat16Weights.Bytes,
        WeightFormat.Int8 => sizeof(sbyte),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "no such format"),
    };

    /// <summary>What the weights of an output become, as float32 again.</summary>
    public static float[] Round(float[] weights, WeightFormat format)
    {
        var scale = format == WeightFormat.Int8 ? Int8Scale(weights) : 1;
        return format switch
        {
            WeightFormat.Float32 => weights,
            WeightFormat.BFloat16 => Array.ConvertAll(weights, weight => FromBFloat16(ToBFloat16(weight))),
            WeightFormat.Int8 => Array.ConvertAll(weights, weight => ToInt8(weight, scale) * scale),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "no such format"),
        };
    }

    /// <summary>The nearest bfloat16, ties to even, as its bits. Finite values that round beyond the largest one become it.</summary>
    public static ushort ToBFloat16(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        var rounded = (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16;
        var isInfinite = (rounded & 0x7FFF) == 0x7F80;
        return (ushort)(isInfinite && float.IsFinite(value) ? rounded - 1 : rounded);
    }

    public static float FromBFloat16(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);

    /// <summary>The scale under which the largest weight of an output is 127.</summary>
    public static float Int8Scale(ReadOnlySpan<float> weights)
    {
        var largest = 0f;
        foreach (var weight in weights)
        {
            largest = Math.Max(largest, Math.Abs(weight));
        }

        return largest / Int8Limit;
    }

    /// <summary>The nearest whole number of scales, ties to even.</summary>
    public static sbyte ToInt8(float weight, float scale) =>
        scale == 0 ? (sbyte)0 : (sbyte)Math.Clamp(MathF.Round(weight / scale), -Int8Limit, Int8Limit);
}
