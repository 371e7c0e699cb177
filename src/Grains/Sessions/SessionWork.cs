using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Grains.Sessions;

/// <summary>What stands in a session's inbox: a frame, or something to do between two frames.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Action">What is to be done.</param>
/// <param name="Arrival">When the frame came; 0 when nobody wants to know.</param>
internal readonly record struct SessionWork(InputFrame? Frame, SessionAction? Action, long Arrival = 0);
