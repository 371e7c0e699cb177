namespace RnnCluster.Cli.Tests.Tracing;

/// <summary>The worked example by its equations on literal weights: nothing of the product's code, nothing of its files.</summary>
internal static class HandComputation
{
    public const double HeadBias = 0.25;

    /// <summary>The rows of W, by word; the words in the order of the vocabulary.</summary>
    public static OrderedDictionary<string, double[]> InputWeights { get; } = new(StringComparer.Ordinal)
    {
        ["movie"] = [0.5, 0],
        ["was"] = [0, -0.25],
        ["good"] = [1, 0],
        ["bad"] = [-1, 0.25],
        ["not"] = [-0.5, 1],
    };

    /// <summary>The rows of W'.</summary>
    public static double[][] RecurrentWeights { get; } = [[0.5, 0], [-2, 0.25]];

    /// <summary>W_y.</summary>
    public static double[] HeadWeights { get; } = [2, -1];

    /// <summary>b.</summary>
    public static double[] Bias { get; } = [-0.25, 0];

    /// <summary>The steps of a review.</summary>
    public static IReadOnlyList<HandStep> Steps(string review)
    {
        var steps = new List<HandStep>();
        double[] before = [0, 0];
        foreach (var word in review.Split(' '))
        {
            var step = Step(word, before);
            steps.Add(step);
            before = step.Output;
        }

        return steps;
    }

    /// <summary>A word as the network reads it.</summary>
    public static double[] OneHot(string word) => [.. InputWeights.Keys.Select(entry => entry == word ? 1.0 : 0.0)];

    private static HandStep Step(string word, double[] before)
    {
        var product = InputWeights[word];
        double[] recurrent =
        [
            before[0] * RecurrentWeights[0][0] + before[1] * RecurrentWeights[1][0],
            before[0] * RecurrentWeights[0][1] + before[1] * RecurrentWeights[1][1],
        ];
        double[] sum = [product[0] + recurrent[0] + Bias[0], product[1] + recurrent[1] + Bias[1]];
        double[] output = [Math.Tanh(sum[0]), Math.Tanh(sum[1])];
        var logit = output[0] * HeadWeights[0] + output[1] * HeadWeights[1] + HeadBias;
        return new HandStep
        {
            OneHot = OneHot(word),
            InputProduct = product,
            RecurrentProduct = recurrent,
            PreActivation = sum,
            Output = output,
            Logit = logit,
            Score = 1 / (1 + Math.Exp(-logit)),
        };
    }
}
