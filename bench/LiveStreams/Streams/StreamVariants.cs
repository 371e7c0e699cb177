namespace RnnCluster.LiveStreams.Streams;

/// <summary>All variants by name.</summary>
internal static class StreamVariants
{
    /// <summary>Orleans' memory streams as they come.</summary>
    public const string Memory = "memory";

    /// <summary>Memory streams tuned, polled every 5 ms.</summary>
    public const string MemoryTuned5Ms = "memory-5ms";

    /// <summary>Memory streams tuned, polled every millisecond.</summary>
    public const string MemoryTuned1Ms = "memory-1ms";

    /// <summary>No streams.</summary>
    public const string Calls = "calls";

    /// <summary>Our stream provider.</summary>
    public const string Live = "live";

    /// <summary>What RnnCluster's frames travel on.</summary>
    public const string Ours = Live;

    private static readonly StreamVariant[] All =
    [
        new MemoryStreamVariant(Memory, polling: null),
        new MemoryStreamVariant(MemoryTuned5Ms, TimeSpan.FromMilliseconds(5)),
        new MemoryStreamVariant(MemoryTuned1Ms, TimeSpan.FromMilliseconds(1)),
        new GrainCallVariant(),
        new LiveStreamVariant(),
    ];

    /// <summary>What the echo compares when nothing else is asked for.</summary>
    public static IReadOnlyList<string> OfEcho { get; } = [Memory, MemoryTuned5Ms, MemoryTuned1Ms, Calls, Live];

    /// <summary>Every name.</summary>
    public static string[] Names { get; } = [.. All.Select(variant => variant.Name)];

    /// <summary>The variant of a name.</summary>
    public static StreamVariant Named(string name) => All.Single(variant => variant.Name == name);
}
