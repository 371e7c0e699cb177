namespace RnnCluster.Engine.Loads;

/// <summary>One load of an engine.</summary>
/// <param name="Frames">What sessions send.</param>
/// <param name="Sessions">How many there are.</param>
/// <param name="IsBatched">Whether the engine has its default batch limit, not 1.</param>
internal sealed record LoadCase(FrameLength Frames, int Sessions, bool IsBatched);
