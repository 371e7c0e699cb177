namespace RnnCluster.LiveStreams.Processes;

/// <summary>The measured window ends: say what came.</summary>
internal sealed record TakeRequest : Request;
