using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Grains.Sessions;

/// <summary>What stands in a session's inbox: a frame, or something to do between two frames.</summary>
internal readonly record struct SessionWork(InputFrame? Frame, SessionAction? Action);
