using System.Text.Json;
using RnnCluster.Cli.Commands;
using RnnCluster.Cli.Terminal;

namespace RnnCluster.Cli.Tracing;

/// <summary>What TEXT stands for on the command line of <c>rnn trace</c>.</summary>
internal static class TraceInput
{
    private const char FileMark = '@';
    private const string Example = "a JSON array of vectors, for instance [[0.1,0.2],[0.3,0.4]]";

    /// <summary>The text itself, or standard input.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static string Text(string text) => text == StandardFiles.Standard ? ReadAll(text) : text;

    /// <summary>The vectors of a JSON array: typed, of a file, or of standard input.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="CommandException">It is no such array.</exception>
    public static float[][] Vectors(string text)
    {
        var isFile = text.StartsWith(FileMark);
        var json = isFile ? ReadAll(text[1..]) : Text(text);
        try
        {
            return JsonSerializer.Deserialize(json, TraceJson.Default.SingleArrayArray)
                ?? throw new CommandException($"TEXT is null; it must be {Example}");
        }
        catch (JsonException exception)
        {
            var place = $"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine}";
            var source = isFile ? $"{text[1..]} is no such thing" : "it is no such thing";
            throw new CommandException($"the model reads vectors, so TEXT must be {Example}, - for stdin or @FILE; {source} at {place}");
        }
    }

    private static string ReadAll(string file)
    {
        using var reader = StandardFiles.OpenText(file, "TEXT");
        return reader.ReadToEnd();
    }
}
