using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Grains.Batching;

/// <summary>A part of the answer to a frame.</summary>
internal readonly record struct FramePart(StepOutput[] Outputs, bool Last, bool EndOfSequence);
