using Orleans.Runtime.Messaging;

namespace RnnCluster.Streams.Sending;

/// <summary>Tells faults of a cluster that just changes from faults that stay.</summary>
public static class PassingFault
{
    /// <summary>
    /// Whether a call may succeed when it is made again a little later: its silo or the way to it is gone, stopped or overloaded, or its
    /// answer was lost.
    /// </summary>
    public static bool Is(Exception exception) => exception
        is OrleansMessageRejectionException or ConnectionFailedException or GatewayTooBusyException or TimeoutException;
}
