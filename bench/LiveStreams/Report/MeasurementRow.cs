using RnnCluster.LiveStreams.Processes;

namespace RnnCluster.LiveStreams.Report;

/// <summary>A row of a <see cref="MeasurementTable"/>.</summary>
/// <param name="Names">What was measured.</param>
/// <param name="Measurement">What came out.</param>
internal sealed record MeasurementRow(string[] Names, Measurement Measurement);
