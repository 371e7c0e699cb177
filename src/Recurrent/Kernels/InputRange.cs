namespace RnnCluster.Recurrent.Kernels;

/// <summary>How a row of inputs becomes whole numbers from 0 to 255: <c>x ≈ Scale · (q − Zero)</c>.</summary>
/// <remarks>
/// The range goes from the row's smallest value or 0 to its largest value or 0; 0 itself is exact. A value is off by half a scale at
/// most. Everything is single precision in one fixed order, ties to even, and neither smallest nor largest value depends on the order
/// in which they are sought: the bits are the same on every path. A row with a value that is not finite has no scale, and
/// everything that it is multiplied to is not a number.
/// </remarks>
/// <param name="Scale">The step from one number to the next.</param>
/// <param name="Zero">The number that stands for 0.</param>
internal readonly record struct InputRange(float Scale, int Zero)
{
    /// <summary>The largest number.</summary>
    public const int Largest = 255;

    /// <summary>2⁻¹²⁰: the smallest scale, whose reciprocal is finite. Smaller inputs than half of it are 0.</summary>
    private const float LeastScale = 7.52316385e-37f;

    /// <summary>What a value is multiplied by.</summary>
    public float Factor => 1 / Scale;

    /// <summary>The range between two values.</summary>
    /// <param name="least">The smallest value of the row, at most 0.</param>
    /// <param name="most">The largest value of the row, at least 0.</param>
    /// <param name="faults">0, or NaN when a value of the row is not finite.</param>
    public static InputRange Between(float least, float most, float faults)
    {
        // Each bound by itself, as their difference may be beyond single precision.
        var scale = MathF.Max(most / Largest - least / Largest, LeastScale) + faults;
        return new InputRange(scale, Whole(MathF.FusedMultiplyAdd(-least, 1 / scale, ExponentialMath.Shift)));
    }

    /// <summary>The range of a row.</summary>
    public static InputRange Of(ReadOnlySpan<float> inputs)
    {
        var (least, most, faults) = Bounds(inputs);
        return Between(least, most, faults);
    }

    /// <summary>What <see cref="Between"/> needs to know of a row, or of a piece of one.</summary>
    public static (float Least, float Most, float Faults) Bounds(ReadOnlySpan<float> inputs)
    {
        float least = 0, most = 0, faults = 0;
        foreach (var input in inputs)
        {
            least = MathF.Min(least, input);
            most = MathF.Max(most, input);
            faults = MathF.FusedMultiplyAdd(input, 0, faults);
        }

        return (least, most, faults);
    }

    /// <summary>The number nearest to <paramref name="input"/>; of a row without a scale, any.</summary>
    public byte Round(float input)
    {
        var shifted = MathF.FusedMultiplyAdd(input, Factor, ExponentialMath.Shift + Zero);
        return (byte)Whole(MathF.Max(MathF.Min(shifted, ExponentialMath.Shift + Largest), ExponentialMath.Shift));
    }

    private static int Whole(float shifted) => BitConverter.SingleToInt32Bits(shifted) & Largest;
}
