using RnnCluster.Cli.Evaluation.Cases;

namespace RnnCluster.Cli.Evaluation;

/// <summary>The cases of a data file and the metric over them.</summary>
internal sealed record EvaluationSet(Metric Metric, IReadOnlyList<EvaluationCase> Cases)
{
    /// <summary>Every <paramref name="every"/>-th case, and of these the first <paramref name="limit"/>.</summary>
    public EvaluationSet Select(int every, int? limit) => this with
    {
        Cases = [.. Cases.Where((_, index) => index % every == every - 1).Take(limit ?? Cases.Count)],
    };
}
