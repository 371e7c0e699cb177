using RnnCluster.Engine.Loads;
using RnnCluster.Reporting.Charts;

namespace RnnCluster.Engine.Report;

/// <summary>Steps a second over the number of sessions; the dashed line is the kernel alone.</summary>
internal static class EnginePlots
{
    public static IReadOnlyList<Chart> Of(EngineResult result, RunSettings settings) =>
    [
        Plot($"{result.Inputs}, endless frames", FrameLength.Endless, result, settings),
        Plot($"{result.Inputs}, frames of one step", FrameLength.OneToken, result, settings),
    ];

    private static LineChart Plot(string title, FrameLength frames, EngineResult result, RunSettings settings) => new()
    {
        Title = title,
        XLabel = "sessions",
        YLabel = "steps/s",
        LogarithmicX = true,
        Reference = result.BestKernel,
        InSight = [.. result.Loads.Values],
        Series = [Line("batches", true, frames, result, settings), Line("batch limit 1", false, frames, result, settings)],
    };

    private static Series Line(string name, bool isBatched, FrameLength frames, EngineResult result, RunSettings settings) => new(
        name,
        [.. settings.SessionCounts.Select(sessions => ((double)sessions, result.Loads[new LoadCase(frames, sessions, isBatched)]))]);
}
