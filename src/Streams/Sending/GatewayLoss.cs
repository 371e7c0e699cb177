namespace RnnCluster.Streams.Sending;

/// <summary>Tells the senders of a client when a gateway goes: what was on its way over it, or its answer, may be lost.</summary>
internal sealed class GatewayLoss : IClusterConnectionStatusObserver, IDisposable
{
    private CancellationTokenSource _next = new();

    /// <summary>Is cancelled when the next gateway goes.</summary>
    public CancellationToken Next => Volatile.Read(ref _next).Token;

    public void NotifyGatewayCountChanged(int currentNumberOfGateways, int previousNumberOfGateways, bool connectionRecovered)
    {
        if (currentNumberOfGateways < previousNumberOfGateways)
        {
            var lost = Interlocked.Exchange(ref _next, new CancellationTokenSource());

            // Senders go on elsewhere: this is the connection's own thread. Nothing is left to dispose of a source without a timer.
            _ = lost.CancelAsync();
        }
    }

    public void NotifyClusterConnectionLost()
    {
        // The count has changed too.
    }

    public void Dispose() => _next.Dispose();
}
