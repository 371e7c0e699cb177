namespace RnnCluster.Recurrent.Sampling;

/// <summary>Draws vectors of independent zeros and ones from logits: <c>P(x_i = 1) = σ(logit_i / temperature)</c>.</summary>
/// <remarks>In double precision with the scalar <see cref="Math.Exp"/>, so that outputs do not depend on the machine.</remarks>
public static class BernoulliSampler
{
    /// <summary>Draws one vector.</summary>
    /// <param name="logits"><c>[size]</c>.</param>
    /// <param name="temperature">From 0, which takes what is likelier, up.</param>
    /// <param name="state">Where in its random stream the session is; moves on by one for each element, whatever the temperature.</param>
    /// <returns>Zeros and ones, <c>[size]</c>.</returns>
    /// <exception cref="ArgumentException">A logit is not a number; the state has not moved.</exception>
    public static float[] Sample(ReadOnlySpan<float> logits, float temperature, ref SamplerState state)
    {
        var vector = new float[logits.Length];
        for (var i = 0; i < vector.Length; i++)
        {
            if (float.IsNaN(logits[i]))
            {
                throw new ArgumentException($"Logit {i} is NaN; it must be a number.", nameof(logits));
            }

            var uniform = Philox.Uniform(state.Seed, unchecked(state.Position + (ulong)i));
            var drawn = temperature == 0 ? logits[i] > 0 : uniform < 1 / (1 + Math.Exp(-(double)logits[i] / temperature));
            vector[i] = drawn ? 1 : 0;
        }

        state = state with { Position = unchecked(state.Position + (ulong)vector.Length) };
        return vector;
    }
}
