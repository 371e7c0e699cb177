namespace RnnCluster.Silo.Gateway.Access;

/// <summary>Bounds of a key; null for none but the gateway's own.</summary>
public sealed record KeyLimits
{
    /// <summary>Most sessions of its tenant in the memory of the cluster, 1 to 100,000,000.</summary>
    public int? Sessions { get; init; }

    /// <summary>Most frames a second, at each silo, 1 to 10,000,000. A second's worth may come at once.</summary>
    public int? FramesPerSecond { get; init; }

    /// <summary>Most bytes of a frame's JSON, 64 to 1,073,741,824.</summary>
    public int? FrameBytes { get; init; }

    /// <summary>Most sockets and event streams at a time, at each silo, 1 to 1,000,000.</summary>
    public int? Sockets { get; init; }

    /// <summary>What is out of bounds, one sentence each.</summary>
    public IEnumerable<string> Faults() => new[]
    {
        Range("sessions", Sessions, 1, 100_000_000),
        Range("framesPerSecond", FramesPerSecond, 1, 10_000_000),
        Range("frameBytes", FrameBytes, 64, 1 << 30),
        Range("sockets", Sockets, 1, 1_000_000),
    }.OfType<string>();

    private static string? Range(string limit, int? value, int least, int most) =>
        value < least || value > most ? $"{limit} is {value}; it must be {least} to {most}" : null;
}
