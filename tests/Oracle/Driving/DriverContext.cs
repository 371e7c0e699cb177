using RnnCluster.Oracle.Journal;

namespace RnnCluster.Oracle.Driving;

/// <summary>What the drivers of all sessions share.</summary>
/// <param name="Sessions">The way to the sessions.</param>
/// <param name="Journal">What was given out.</param>
/// <param name="Counts">What was done.</param>
/// <param name="BurstEvery">Time between two bursts of frames of a session.</param>
/// <param name="MustClose">Whether sessions are closed when all is answered.</param>
internal sealed record DriverContext(ISessionSource Sessions, JournalWriter Journal, DriverCounts Counts, TimeSpan BurstEvery, bool MustClose);
