namespace RnnCluster.Abstractions.Frames;

/// <summary>Why a frame was not applied.</summary>
/// <param name="Code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="Message">What was found, what is allowed and where.</param>
[GenerateSerializer, Immutable, Alias("rnn.FrameError")]
public sealed record FrameError([property: Id(0)] string Code, [property: Id(1)] string Message);
