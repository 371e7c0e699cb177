using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Client.Json;

/// <summary>A line of <c>rnn infer</c> on its way to its session.</summary>
/// <param name="Input">What the network reads; null for nothing.</param>
/// <param name="Generation">What is generated after that; null for nothing, or for what the end of a source asks for.</param>
/// <param name="End">Whether the sequence ends.</param>
/// <param name="Scores">Whether outputs carry all probabilities.</param>
public readonly record struct InferenceFrame(FrameInput? Input, GenerationRequest? Generation, bool End, bool Scores);
