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
    /// All lines of standard input, until the parent closes its end. They are read on a thread of their own: a read blocks, and would
    /// hold one of the few pool threads.
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

            lines.Writer.Complete();
        })
        { IsBackground = true }.Start();
        return lines.Reader.ReadAllAsync();
    }
}
