namespace RnnCluster.Grains.Models;

/// <summary>Which versions of a model new sessions get, as its rollout file says it.</summary>
internal sealed record Rollout
{
    /// <summary>What new sessions get; null for the highest version that is not the candidate.</summary>
    public string? Current { get; init; }

    /// <summary>What <see cref="Share"/> of them gets; null for none.</summary>
    public string? Candidate { get; init; }

    /// <summary>From 0 to 1; given exactly with a candidate.</summary>
    public double? Share { get; init; }

    /// <summary>What is wrong with it.</summary>
    public IEnumerable<string> Faults()
    {
        if (Share is < 0 or > 1)
        {
            yield return $"share is {Share}; it must be a number from 0 to 1";
        }

        if (Candidate is null != Share is null)
        {
            yield return $"{(Share is null ? "share" : "candidate")} is missing; candidate and share must be given together";
        }

        if (Candidate is not null && Candidate == Current)
        {
            yield return $"candidate and current are both {Current}; they must be two versions";
        }
    }
}
