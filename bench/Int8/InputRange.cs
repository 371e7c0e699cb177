using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RnnCluster.Int8;

/// <summary>How a row of inputs became whole numbers from 0 to 255: <c>x = Scale · (q − Zero)</c>.</summary>
/// <param name="Scale">The step from one number to the next.</param>
/// <param name="Zero">The number that stands for 0.</param>
internal readonly unsafe record struct InputRange(float Scale, int Zero)
{
    private const int Largest = 255;

    /// <summary>Rounds a row to the range from its smallest to its largest value, or to 0.</summary>
    /// <param name="inputs">A multiple of 16 values.</param>
    /// <param name="rounded">Receives as many bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static InputRange Round(ReadOnlySpan<float> inputs, byte* rounded)
    {
        var least = Math.Min(0, TensorPrimitives.Min(inputs));
        var most = Math.Max(0, TensorPrimitives.Max(inputs));
        var scale = Math.Max((most - least) / Largest, float.Epsilon);
        var range = new InputRange(scale, (int)MathF.Round(-least / scale));
        var factor = Vector128.Create(1 / scale);
        var zero = Vector128.Create(range.Zero);
        fixed (float* values = inputs)
        {
            for (var at = 0; at < inputs.Length; at += 16)
            {
                var low = Sse2.PackSignedSaturate(Whole(values + at, factor, zero), Whole(values + at + 4, factor, zero));
                var high = Sse2.PackSignedSaturate(Whole(values + at + 8, factor, zero), Whole(values + at + 12, factor, zero));
                Sse2.PackUnsignedSaturate(low, high).Store(rounded + at);
            }
        }

        return range;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Whole(float* values, Vector128<float> factor, Vector128<int> zero) =>
        Sse2.ConvertToVector128Int32(Vector128.Load(values) * factor) + zero;
}
