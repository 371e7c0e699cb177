namespace RnnCluster.Engine;

/// <summary>How much is measured.</summary>
internal sealed record RunSettings
{
    /// <summary>Threads of the engine and of the kernel alone.</summary>
    public const int Threads = 2;

    public static RunSettings Quick { get; } = new()
    {
        Repetitions = 1,
        WarmUp = TimeSpan.FromMilliseconds(100),
        Turn = TimeSpan.FromMilliseconds(200),
        LatencySteps = 2_000,
    };

    public IReadOnlyList<int> SessionCounts { get; init; } = [1, 10, 100, 1_000, 10_000];

    /// <summary>Rows of the kernel alone; the fastest counts.</summary>
    public IReadOnlyList<int> KernelBatches { get; init; } = [24, 48, 96, 192];

    public int Repetitions { get; init; } = 5;

    /// <summary>Before each turn.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a turn is measured.</summary>
    public TimeSpan Turn { get; init; } = TimeSpan.FromMilliseconds(800);

    /// <summary>Steps of the lone session in a repetition.</summary>
    public int LatencySteps { get; init; } = 5_000;
}
