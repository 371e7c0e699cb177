namespace RnnCluster.Cli.Load;

/// <summary>The newest progress of a load, as a line.</summary>
internal sealed class LoadLine : IProgress<LoadProgress>
{
    private volatile string _text = "";

    /// <summary>What was reported last; empty in the beginning.</summary>
    public string Text => _text;

    public void Report(LoadProgress value) => _text = value.ToString();
}
