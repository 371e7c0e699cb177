using System.Text.Json.Serialization;
using RnnCluster.Client;

namespace RnnCluster.Cli.Load;

/// <summary>What a load is: how many sessions, what they send, and when they send it.</summary>
internal sealed record LoadSettings
{
    private const int MostSessions = 1_000_000;
    private const int MostTokens = 65_536;
    private const int MostWindow = 4_096;
    private const double MostSeconds = 86_400;
    private const double LeastRate = 0.001;
    private const double MostRate = 10_000_000;

    // The client's own bound where a load does not need more.
    private const int ClientFrames = 8_192;
    private const int MostClientFrames = 1_000_000;
    private const int OpenLoopFrames = 1_024;

    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Live sessions, 1 to 1,000,000. Default 1,000.</summary>
    public int Sessions { get; init; } = 1_000;

    /// <summary>Tokens, or feature vectors, that a frame brings or asks for, 1 to 65,536. Default 1.</summary>
    public int Tokens { get; init; } = 1;

    /// <summary>How long is measured, above 0 to 86,400 s. Default 10.</summary>
    public double Seconds { get; init; } = 10;

    /// <summary>How long the same load runs before that, 0 to 86,400 s. Default 3.</summary>
    public double WarmUpSeconds { get; init; } = 3;

    /// <summary>How long frames may stay without an answer once the measured time is over, 0 to 86,400 s. Default 10.</summary>
    public double DrainSeconds { get; init; } = 10;

    /// <summary>Closed loop: frames of each session under way, 1 to 4,096. Default 1, null in an open loop.</summary>
    public int? Window
    {
        get => field ?? (Rate is null ? 1 : null);
        init;
    }

    /// <summary>Open loop: frames a second over all sessions, 0.001 to 10,000,000. Default null, which is a closed loop.</summary>
    public double? Rate { get; init; }

    /// <summary>Seed of the inputs and of the sessions' sampling. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>What is out of bounds, one sentence each.</summary>
    public IEnumerable<string> Faults() => new[]
    {
        Range("--sessions", Sessions, 1, MostSessions),
        Range("--tokens", Tokens, 1, MostTokens),
        Range("--seconds", Seconds, 0.01, MostSeconds),
        Range("--warmup", WarmUpSeconds, 0, MostSeconds),
        Range("the drain", DrainSeconds, 0, MostSeconds),
        Window is { } window ? Range("--window", window, 1, MostWindow) : null,
        Rate is { } rate ? Range("--rate", rate, LeastRate, MostRate) : null,
        Rate is not null && Window is not null
            ? "--rate and --window exclude each other: a fixed rate sends however many frames are under way, a window waits for answers"
            : null,
    }.OfType<string>();

    /// <summary>Gives a client the room that the load needs, so that the client's own bounds do not shape it.</summary>
    public void Configure(RnnClientOptions options)
    {
        options.SessionFramesLimit = Math.Max(Window ?? OpenLoopFrames, options.SessionFramesLimit);
        var needed = (long)Sessions * (Window ?? OpenLoopFrames);
        options.ClientFramesLimit = (int)Math.Clamp(needed, ClientFrames, MostClientFrames);
    }

    /// <summary>The settings in a line, for people.</summary>
    [JsonIgnore]
    public string Description
    {
        get
        {
            var pace = Rate is { } rate ? $"open loop, {rate:#,0.###} frames/s offered" : $"closed loop, window {Window:N0}";
            var tokens = $"{Tokens:N0} {(Tokens == 1 ? "token" : "tokens")} a frame";
            return $"{pace}, {tokens}, {Seconds:0.##} s after {WarmUpSeconds:0.##} s, seed {Seed}";
        }
    }

    private static string? Range(string name, double value, double least, double most) =>
        value >= least && value <= most ? null : $"{name} is {value:0.###}; it must be {least:0.###} to {most:0.###}";
}
