using Orleans.Runtime.Providers;

namespace RnnCluster.Streams.Receiving;

/// <summary>How long an agent waits before it tries again to deliver to a subscriber: never so long that a subscriber who is back notices.</summary>
internal sealed class DeliveryBackoff : IMessageDeliveryBackoffProvider
{
    private const int FirstMs = 50;
    private const int LongestMs = 500;

    public TimeSpan Next(int attempt) => TimeSpan.FromMilliseconds(Math.Min(LongestMs, FirstMs << Math.Clamp(attempt, 0, 4)));
}
