namespace RnnCluster.LiveStreams;

/// <summary>How much is measured.</summary>
internal sealed record RunSettings
{
    /// <summary>Cores that something else may take without being a disturbance.</summary>
    public const double QuietCores = 0.1;

    /// <summary>Turns of everything that is compared.</summary>
    public int Repetitions { get; init; } = 5;

    /// <summary>Load before each measured window: the compiler has optimised the whole way of an event.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The measured window.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How often a window is measured again in which something else took more than <see cref="QuietCores"/>.</summary>
    public int Retries { get; init; }

    /// <summary>Numbers of sessions instead of a case's own; empty for those.</summary>
    public IReadOnlyList<int> Sessions { get; init; } = [];

    /// <summary>Numbers of silos instead of a case's own; empty for those.</summary>
    public IReadOnlyList<int> Silos { get; init; } = [];

    /// <summary>Variants of the streams instead of a case's own; empty for those.</summary>
    public IReadOnlyList<string> Variants { get; init; } = [];

    /// <summary>Offered frames a second instead of a case's own; null for that.</summary>
    public double? Rate { get; init; }

    /// <summary>Folder of the report; null writes none.</summary>
    public string? Folder { get; init; }
}
