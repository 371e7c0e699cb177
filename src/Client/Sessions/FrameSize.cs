using System.Text;
using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Client.Sessions;

/// <summary>How much room frames take in a message.</summary>
internal static class FrameSize
{
    /// <summary>Most bytes of one frame, 900,000: others travel in the same message and wait for it.</summary>
    public const int LimitBytes = 900_000;

    // Numbers, flags, keys and the headers of fields.
    private const int FrameBytes = 256;
    private const int ItemBytes = 8;

    /// <summary>Why a frame of so many bytes cannot travel; null when it can.</summary>
    public static FrameError? Refusal(long bytes) => bytes > LimitBytes
        ? new FrameError(ErrorCodes.TooLong, $"the frame takes about {bytes} bytes; a frame may take {LimitBytes}: cut it into several")
        : null;

    /// <summary>At least as many bytes as a frame with this input takes.</summary>
    public static long Of(FrameInput? input) => FrameBytes + input switch
    {
        TextInput { Text: { } text } => Encoding.UTF8.GetByteCount(text),
        TokensInput { Tokens: { } tokens } => tokens.Sum(token => ItemBytes + (token is null ? 0L : Encoding.UTF8.GetByteCount(token))),
        IdsInput { Ids: { } ids } => ItemBytes * (long)ids.Length,
        FeaturesInput { Vectors: { } vectors } => vectors.Sum(vector => ItemBytes + sizeof(float) * (vector?.LongLength ?? 0)),
        _ => 0,
    };
}
