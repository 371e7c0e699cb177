namespace RnnCluster.Cli.Demo;

/// <summary>A line of the demo's table. Written by its session, read by the screen.</summary>
internal sealed class DemoRow(string session, string model)
{
    private long _tokens;
    private volatile string _output = "";

    public string Session { get; } = session;

    public string Model { get; } = model;

    public long Tokens => Interlocked.Read(ref _tokens);

    /// <summary>The newest output.</summary>
    public string Output => _output;

    public void Add(int tokens, string output)
    {
        Interlocked.Add(ref _tokens, tokens);
        _output = output;
    }
}
