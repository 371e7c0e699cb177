using RnnCluster.Reporting.Charts;

namespace RnnCluster.LiveStreams.Report;

/// <summary>A case's part of the report.</summary>
/// <param name="Case">The case's name.</param>
/// <param name="Heading">Without marks.</param>
/// <param name="Text">In Markdown, below the heading.</param>
internal sealed record ReportSection(string Case, string Heading, string Text)
{
    /// <summary>Its plots, side by side; none by default.</summary>
    public IReadOnlyList<Chart> Charts { get; init; } = [];

    /// <summary>Cores that were busy with something else while the case was measured, the median; null when that is not known.</summary>
    public double? OtherCores { get; init; }
}
