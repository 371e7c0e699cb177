using System.Diagnostics;
using System.Numerics.Tensors;

namespace RnnCluster.Recurrent.Sampling;

/// <summary>
/// Draws classes from logits. Holds only scratch memory for one draw, so it allocates nothing after construction and serves
/// any number of sessions, one after the other; it is not thread-safe.
/// </summary>
/// <remarks>
/// Outputs must not depend on the machine. Weights are therefore taken and summed in double precision, one by one in a fixed
/// order, with the scalar <see cref="Math.Exp"/>: vector paths sum in an order of their own, and in single precision their
/// last bit would decide about one sample in some millions.
/// </remarks>
public sealed class Sampler
{
    private readonly double[] _weights;
    private readonly ulong[] _ranking;

    /// <param name="classes">Number of logits of a draw, at least 1.</param>
    public Sampler(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        _weights = new double[classes];
        _ranking = new ulong[classes];
    }

    /// <summary>Draws one class.</summary>
    /// <param name="logits"><c>[classes]</c>; −∞ marks a class that is never drawn.</param>
    /// <param name="options">Options without <see cref="SamplingOptions.Faults"/>.</param>
    /// <param name="state">Where in its random stream the session is; moves on by one, whatever the options.</param>
    /// <returns>The class, from 0 to classes − 1.</returns>
    /// <exception cref="ArgumentException">There are not as many logits as classes, one is NaN or +∞, or all are −∞.</exception>
    public int Sample(ReadOnlySpan<float> logits, SamplingOptions options, ref SamplerState state)
    {
        if (logits.Length != _weights.Length)
        {
            throw new ArgumentException($"There are {logits.Length} logits; there must be {_weights.Length}.", nameof(logits));
        }

        var max = TensorPrimitives.Max(logits);
        if (!float.IsFinite(max))
        {
            throw new ArgumentException($"The greatest logit is {max}; it must be finite.", nameof(logits));
        }

        var uniform = Philox.Uniform(state.Seed, state.Position);
        state = state with { Position = unchecked(state.Position + 1) };
        if (options.Temperature == 0)
        {
            return logits.IndexOf(max);
        }

        var cut = options.TopK > 0 || options.TopP < 1;
        return cut ? DrawRanked(logits, max, options, uniform) : DrawAny(logits, max, options.Temperature, uniform);
    }

    private int DrawAny(ReadOnlySpan<float> logits, float max, float temperature, double uniform)
    {
        for (var i = 0; i < logits.Length; i++)
        {
            _weights[i] = Weight(logits[i], max, temperature);
        }

        return Pick(_weights, uniform);
    }

    private int DrawRanked(ReadOnlySpan<float> logits, float max, SamplingOptions options, double uniform)
    {
        Rank(logits);
        var kept = options.TopK > 0 ? Math.Min(options.TopK, logits.Length) : logits.Length;
        double total = 0;
        for (var rank = 0; rank < kept; rank++)
        {
            _weights[rank] = Weight(logits[ClassAt(rank)], max, options.Temperature);
            total += _weights[rank];
        }

        kept = Nucleus(_weights.AsSpan(0, kept), options.TopP * total);
        return ClassAt(Pick(_weights.AsSpan(0, kept), uniform));
    }

    private static double Weight(float logit, float max, float temperature) => Math.Exp(((double)logit - max) / temperature);

    // Number of leading weights whose sum first reaches the target.
    private static int Nucleus(ReadOnlySpan<double> weights, double target)
    {
        double sum = 0;
        for (var kept = 0; kept < weights.Length; kept++)
        {
            sum += weights[kept];
            if (sum >= target)
            {
                return kept + 1;
            }
        }

        return weights.Length;
    }

    // Inverts the cumulative distribution. The greatest weight is 1 and uniform is below 1, so the second sum, taken in the
    // order of the first, always passes the target, and never at a weight of 0.
    private static int Pick(ReadOnlySpan<double> weights, double uniform)
    {
        double total = 0;
        foreach (var weight in weights)
        {
            total += weight;
        }

        var target = uniform * total;
        double sum = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            sum += weights[i];
            if (sum > target)
            {
                return i;
            }
        }

        throw new UnreachableException();
    }

    // One sort key per class, logit above class, so that ranks fall by logit and then rise by class.
    private void Rank(ReadOnlySpan<float> logits)
    {
        for (var i = 0; i < logits.Length; i++)
        {
            _ranking[i] = ((ulong)~Ascending(logits[i]) << 32) | (uint)i;
        }

        Array.Sort(_ranking);
    }

    private int ClassAt(int rank) => (int)(uint)_ranking[rank];

    // Bits that compare as unsigned numbers the way the floats do; adding 0 turns −0 into 0, its equal.
    private static uint Ascending(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value + 0f);
        return (bits >> 31) == 0 ? bits | 0x8000_0000 : ~bits;
    }
}
