namespace RnnCluster.Grains.Batching;

/// <summary>Bounds of the step engine.</summary>
public sealed class StepEngineOptions
{
    /// <summary>Threads that run passes, 1 to 1,024. Default: one for each processor.</summary>
    public int Workers { get; set; } = Environment.ProcessorCount;

    /// <summary>Most rows in one pass, 1 to 4,096; a search with more beams goes alone. Default 96.</summary>
    public int BatchLimit { get; set; } = 96;

    /// <summary>
    /// Most rows of a step that the thread which brings a job takes itself when the engine is idle, 0 to 64; 0 leaves all steps to
    /// the workers, as are steps that multiply inputs ahead. Default 1.
    /// </summary>
    public int CallerRows { get; set; } = 1;

    /// <summary>Most jobs in the engine at once, 1 to 10,000,000. Default 100,000.</summary>
    public int JobsLimit { get; set; } = 100_000;

    /// <summary>How long a job may wait for a place among them before the frame is answered with an error, 0 to 600,000 ms. Default 30,000.</summary>
    public int JobWaitMs { get; set; } = 30_000;
}
