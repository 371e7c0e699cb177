using Microsoft.Extensions.Logging;
using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Client.Replies;

/// <summary>What all reply streams of a client share.</summary>
/// <param name="Receive">Takes every output.</param>
/// <param name="RenewAfterMs">A subscription is looked after at most once in so long, ms.</param>
/// <param name="Time">Measures it.</param>
/// <param name="Logger">Is told of what fails.</param>
internal sealed record ReplyContext(Action<OutputFrame> Receive, int RenewAfterMs, TimeProvider Time, ILogger Logger);
