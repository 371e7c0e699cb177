using RnnCluster.LiveStreams.Processes;

namespace RnnCluster.LiveStreams.Cases;

/// <summary>A silo with so many resident sessions.</summary>
/// <param name="Sessions">How many.</param>
/// <param name="OpenedSeconds">To open those that it has more than the point before.</param>
/// <param name="ResidentBytes">Of the silo.</param>
/// <param name="BytesPerSession">What the silo has grown by since it had none, for each session.</param>
/// <param name="Load">Frames at random sessions.</param>
internal sealed record ScalePoint(int Sessions, double OpenedSeconds, long ResidentBytes, double BytesPerSession, Measurement Load);
