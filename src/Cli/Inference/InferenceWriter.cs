using System.Text.Encodings.Web;
using System.Text.Json;

namespace RnnCluster.Cli.Inference;

/// <summary>Writes output lines, whole ones, from any thread; counts what went well and what did not.</summary>
internal sealed class InferenceWriter(TextWriter output)
{
    // Text leaves as it is: the lines are read by programs and terminals, not by browsers.
    private static readonly InferenceJson Json = new(new JsonSerializerOptions(InferenceJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    private readonly Lock _gate = new();
    private long _answers;
    private long _errors;

    public long Answers => Interlocked.Read(ref _answers);

    public long Errors => Interlocked.Read(ref _errors);

    public void Write(InferenceOutput line)
    {
        var text = JsonSerializer.Serialize(line, Json.InferenceOutput);
        lock (_gate)
        {
            output.Write(text);
            output.Write('\n');
        }

        Interlocked.Increment(ref line.Error is null ? ref _answers : ref _errors);
    }

    public void Flush()
    {
        lock (_gate)
        {
            output.Flush();
        }
    }
}
