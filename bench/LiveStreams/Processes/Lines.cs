using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Channels;

namespace RnnCluster.LiveStreams.Processes;

/// <summary>What processes say to each other: a value a line, as JSON.</summary>
internal static class Lines
{
    // A latency of no answers is not a number.
    private static readonly JsonSerializerOptions Options = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>A value as a line.</summary>
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <summary>The value of a line.</summary>
    public static T Read<T>(string line) => JsonSerializer.Deserialize<T>(line, Options)!;

    /// <summary>
    /// All lines of standard input; the process ends when its parent closes the other end, or ends itself. They are read on a thread of
    /// their own: a read blocks, and would hold one of the few pool threads.
    /// </summary>
    public static IAsyncEnumerable<string> ReadInputAsync()
    {
        var lines = Channel.CreateUnbounded<string>();
        new Thread(() =>
        {
            while (Console.In.ReadLine() is { } line)
            {
                lines.Writer.TryWrite(line);
            }

            // Nothing here outlives the measurement: no time is spent on a graceful end.
            Environment.Exit(0);
        })
        { IsBackground = true }.Start();
        return lines.Reader.ReadAllAsync();
    }
}
