namespace RnnCluster.Streams.Sending;

/// <summary>Bounds how long an answer of another process is waited for.</summary>
/// <param name="options">How long that is.</param>
/// <param name="time">The clock.</param>
/// <param name="gateways">Tells a client when a way to the cluster is gone; null in a silo.</param>
internal sealed class AnswerPatience(LiveStreamOptions options, TimeProvider time, GatewayLoss? gateways = null)
{
    /// <summary>Makes a call and waits for its answer.</summary>
    /// <exception cref="TimeoutException">The answer did not come in time.</exception>
    /// <exception cref="OperationCanceledException">A gateway went, perhaps with the call or its answer.</exception>
    public Task<T> CallAsync<T>(Func<Task<T>> make)
    {
        // A gateway that goes from here on may have had the call.
        var lost = gateways?.Next ?? CancellationToken.None;
        var call = make();
        call.Ignore();
        return call.WaitAsync(TimeSpan.FromMilliseconds(options.AnswerWaitMs), time, lost);
    }
}
