using RnnCluster.Recurrent.Cells;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Recurrent.Tracing;

/// <summary>The linear layer on top and what its outputs say: <c>logits = O_t·W_y + b_y</c>.</summary>
/// <param name="activation">What turns logits into scores.</param>
/// <param name="weights"><c>head.weight</c>, <c>[output, hidden]</c>.</param>
/// <param name="bias"><c>head.bias</c>, <c>[output]</c>.</param>
/// <param name="classes">A name for each logit.</param>
internal sealed class UnfoldedHead(OutputActivation activation, float[] weights, float[] bias, IReadOnlyList<string> classes)
{
    private const float Decided = 0.5f;

    /// <summary>A name for each logit.</summary>
    public IReadOnlyList<string> Classes => classes;

    /// <summary>The logits of the top layer's <c>O_t</c>.</summary>
    public float[] Logits(float[] output) => CellReference.Affine(weights, bias, output);

    /// <summary>Softmax: <c>e^{y_k} / Σ e^{y_j}</c>; sigmoid: <c>1 / (1 + e^{-y_k})</c>; none: the logits.</summary>
    public float[] Scores(float[] logits) => activation switch
    {
        OutputActivation.Softmax => Softmax(logits),
        OutputActivation.Sigmoid => Array.ConvertAll(logits, CellReference.Sigmoid),
        _ => logits,
    };

    /// <summary>The classes that the scores decide for.</summary>
    public string[] Labels(float[] scores) => activation switch
    {
        OutputActivation.Softmax => [classes[Array.IndexOf(scores, scores.Max())]],
        OutputActivation.Sigmoid => [.. classes.Where((_, index) => scores[index] > Decided)],
        _ => [],
    };

    private static float[] Softmax(float[] logits)
    {
        // The largest is taken off, so that no power overflows.
        var largest = logits.Max();
        var powers = Array.ConvertAll(logits, logit => Math.Exp(logit - largest));
        var sum = powers.Sum();
        return Array.ConvertAll(powers, power => (float)(power / sum));
    }
}
