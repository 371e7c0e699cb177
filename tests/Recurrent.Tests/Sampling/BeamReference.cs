namespace RnnCluster.Recurrent.Tests.Sampling;

/// <summary>Beam search as its definition reads: all continuations, sorted; no states, no limits on work.</summary>
/// <param name="end">The token that finishes a hypothesis.</param>
/// <param name="lengthPenalty">Power of the length that divides the log-probability.</param>
/// <param name="logits">What the network gives behind a prefix.</param>
internal sealed class BeamReference(int end, double lengthPenalty, Func<int[], float[]> logits)
{
    /// <summary>The tokens of the best hypothesis after at most <paramref name="maxTokens"/> steps, and its score.</summary>
    public (int[] Tokens, double Score) Search(int width, int maxTokens)
    {
        var live = new List<(int[] Tokens, double LogProbability)> { ([], 0) };
        var finished = new List<(int[] Tokens, double Score)>();
        for (var step = 0; step < maxTokens && finished.Count < width && live.Count > 0; step++)
        {
            var candidates = live.SelectMany((parent, index) => LogSoftmax(logits(parent.Tokens)).Select((logProbability, token) =>
                (Parent: parent.Tokens, Index: index, Token: token, Sum: parent.LogProbability + logProbability)));
            var best = candidates.OrderByDescending(candidate => candidate.Sum)
                .ThenBy(candidate => candidate.Index).ThenBy(candidate => candidate.Token).Take(2 * width).ToList();
            live = [];
            foreach (var (parent, _, token, sum) in best)
            {
                if (token == end)
                {
                    finished.Add((parent, sum / Math.Pow(parent.Length + 1, lengthPenalty)));
                }
                else
                {
                    live.Add(([.. parent, token], sum));
                }

                if (live.Count == width)
                {
                    break;
                }
            }
        }

        if (finished.Count < width)
        {
            finished.AddRange(live.Select(one => (one.Tokens, one.LogProbability / Math.Pow(one.Tokens.Length, lengthPenalty))));
        }

        return finished.MaxBy(one => one.Score);
    }

    /// <summary>The best of all sequences that there are.</summary>
    public (int[] Tokens, double Score) SearchAll(int maxTokens) =>
        All([], 0, maxTokens).MaxBy(one => one.Score);

    private IEnumerable<(int[] Tokens, double Score)> All(int[] prefix, double logProbability, int maxTokens)
    {
        if (prefix.Length == maxTokens)
        {
            return [(prefix, logProbability / Math.Pow(maxTokens, lengthPenalty))];
        }

        return LogSoftmax(logits(prefix)).SelectMany((own, token) => token == end
            ? [(prefix, (logProbability + own) / Math.Pow(prefix.Length + 1, lengthPenalty))]
            : All([.. prefix, token], logProbability + own, maxTokens));
    }

    private static double[] LogSoftmax(float[] logits)
    {
        var sum = logits.Sum(logit => Math.Exp((double)logit - logits.Max()));
        return [.. logits.Select(logit => logit - logits.Max() - Math.Log(sum))];
    }
}
