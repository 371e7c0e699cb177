using System.Numerics.Tensors;
using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Networks;

/// <summary>Turns logits into scores.</summary>
public static class OutputActivations
{
    /// <summary>Applies an activation to one row.</summary>
    /// <param name="activation">Which one.</param>
    /// <param name="logits"><c>[output]</c>.</param>
    /// <param name="scores">Probabilities (softmax), independent probabilities (sigmoid) or the logits; <c>[output]</c>.</param>
    public static void Apply(OutputActivation activation, ReadOnlySpan<float> logits, Span<float> scores)
    {
        switch (activation)
        {
            case OutputActivation.Softmax:
                Softmax(logits, scores);
                break;
            case OutputActivation.Sigmoid:
                SpanMath.Sigmoid(logits, scores);
                break;
            default:
                logits.CopyTo(scores);
                break;
        }
    }

    /// <summary>Softmax whose sum runs in one fixed order, so that its bits do not depend on the vector width.</summary>
    /// <remarks>The sum is of double precision: over a thousand classes, single precision is off by more than 1e-6.</remarks>
    internal static void Softmax(ReadOnlySpan<float> logits, Span<float> scores)
    {
        var sum = Exponentials(logits, TensorPrimitives.Max(logits), scores);
        TensorPrimitives.Divide(scores, (float)sum, scores);
    }

    /// <summary>Writes <c>exp(logit − max)</c> and gives their sum, taken in the order of the logits.</summary>
    internal static double Exponentials(ReadOnlySpan<float> logits, float max, Span<float> exponentials)
    {
        SpanMath.Exponential(logits, max, exponentials);
        var sum = 0d;
        foreach (var exponential in exponentials[..logits.Length])
        {
            sum += exponential;
        }

        return sum;
    }
}
