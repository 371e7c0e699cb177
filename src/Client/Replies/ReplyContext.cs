using Microsoft.Extensions.Logging;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Client.Sessions;

namespace RnnCluster.Client.Replies;

/// <summary>What all reply streams of a client share.</summary>
/// <param name="Receive">Takes every output.</param>
/// <param name="RenewAfterMs">A subscription is looked after at most once in so long, ms.</param>
/// <param name="Patience">How long the first subscription is tried; its clock and its log serve all.</param>
internal sealed record ReplyContext(Action<OutputFrame> Receive, int RenewAfterMs, PublishPatience Patience)
{
    public TimeProvider Time => Patience.Time;

    public ILogger Logger => Patience.Logger;
}
