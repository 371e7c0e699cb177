using RnnCluster.Abstractions.Models;

namespace RnnCluster.Cli.Demo;

/// <summary>A line of the demo's table: one live session. Written by its session, read by the screen.</summary>
internal sealed class DemoRow(ModelSummary model)
{
    private long _outputs;
    private volatile string _text = "";

    public ModelSummary Model { get; } = model;

    /// <summary>Outputs so far.</summary>
    public long Outputs => Interlocked.Read(ref _outputs);

    /// <summary>What the session says now.</summary>
    public string Text => _text;

    public void Add(int outputs, string text)
    {
        Interlocked.Add(ref _outputs, outputs);
        _text = text;
    }
}
