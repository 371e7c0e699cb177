using System.Threading.Channels;
using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Client.Sessions;

/// <summary>A frame that was sent and is not answered yet.</summary>
/// <param name="Frame">As it was sent; may have to be sent again.</param>
/// <param name="Answer">Where the parts of its answer go.</param>
/// <param name="IsOwn">Whether <paramref name="Answer"/> is for this frame alone.</param>
/// <param name="Refusal">Why <paramref name="Frame"/> only stands in for the sender's, which cannot travel; null when it is that one.</param>
internal sealed record SentFrame(InputFrame Frame, ChannelWriter<OutputFrame> Answer, bool IsOwn, FrameError? Refusal);
