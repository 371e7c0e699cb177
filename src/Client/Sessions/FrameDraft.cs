using System.Diagnostics;
using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Client.Sessions;

/// <summary>What a sender wants to send: a frame without its number.</summary>
/// <param name="Input">What the network reads.</param>
/// <param name="Generation">What the session generates after reading.</param>
/// <param name="End">Whether the sequence ends with this frame.</param>
/// <param name="Scores">Whether outputs carry all probabilities.</param>
/// <param name="Span">What the frame is traced by; null when it is not traced.</param>
internal readonly record struct FrameDraft(
    FrameInput? Input, GenerationRequest? Generation = null, bool End = false, bool Scores = false, Activity? Span = null);
