using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Channels;

namespace RnnCluster.Oracle.Processes;

/// <summary>What processes say to each other: a value a line, as JSON.</summary>
internal static class Lines
{
    private static readonly JsonSerializerOptions Options = new() { Converters = { new JsonStringEnumConverter() } };

    /// <summary>A value as a line.</summary>
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <summary>The value of a line.</summary>
    public static T Read<T>(string line) => JsonSerializer.Deserialize<T>(line, Options)!;

    /// <summary>Says a value to the parent.</summary>
    public static void Say(ChildMessage message) => Console.Out.WriteLine(Write(message));

    /// <summary>
    /// All requests of the parent; the process ends when the parent closes the other end, or ends itself. They are read on a thread of
    /// their own: a read blocks, and would hold one of the few pool threads.
    /// </summary>
    public static IAsyncEnumerable<ParentRequest> ReadRequestsAsync()
    {
        var requests = Channel.CreateUnbounded<ParentRequest>();
        new Thread(() =>
        {
            while (Console.In.ReadLine() is { } line)
            {
                requests.Writer.TryWrite(Read<ParentRequest>(line));
            }

            // Nothing here outlives the run: no time is spent on a graceful end.
            Environment.Exit(0);
        })
        { IsBackground = true }.Start();
        return requests.Reader.ReadAllAsync();
    }
}
