using RnnCluster.LiveStreams.Load;

namespace RnnCluster.LiveStreams.Processes;

/// <summary>Put the cluster under load from now on.</summary>
internal sealed record StartRequest(LoadPlan Load) : Request;
