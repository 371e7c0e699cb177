using RnnCluster.Abstractions.Models;

namespace RnnCluster.Cli.Demo;

/// <summary>A session of the demo.</summary>
internal abstract class DemoSession(ModelSummary model)
{
    public DemoRow Row { get; } = new(model);

    /// <summary>Runs until <paramref name="stop"/> is cancelled; then the session is closed and this returns.</summary>
    public abstract Task RunAsync(CancellationToken stop);
}
