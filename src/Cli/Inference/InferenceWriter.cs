using System.Text.Json;
using RnnCluster.Client.Json;

namespace RnnCluster.Cli.Inference;

/// <summary>Writes output lines, whole ones, from any thread; counts what went well and what did not.</summary>
internal sealed class InferenceWriter(TextWriter output)
{
    private readonly Lock _gate = new();
    private long _answers;
    private long _errors;

    public long Answers => Interlocked.Read(ref _answers);

    public long Errors => Interlocked.Read(ref _errors);

    public void Write(InferenceOutput line)
    {
        var text = JsonSerializer.Serialize(line, InferenceJson.Plain.InferenceOutput);
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
