namespace RnnCluster.Oracle.Driving;

/// <summary>What the sessions of a client process did so far.</summary>
internal sealed class DriverCounts
{
    private long _sent;
    private long _answered;
    private long _open;
    private long _failures;
    private long _resumptions;

    /// <summary>Frames that were sent.</summary>
    public long Sent => Volatile.Read(ref _sent);

    /// <summary>Frames whose answer is in the journal.</summary>
    public long Answered => Volatile.Read(ref _answered);

    /// <summary>Sessions that were opened.</summary>
    public long Open => Volatile.Read(ref _open);

    /// <summary>How often a session could not go on.</summary>
    public long Failures => Volatile.Read(ref _failures);

    /// <summary>How often a session was resumed once more, because the cluster asked for frames of an earlier process.</summary>
    public long Resumptions => Volatile.Read(ref _resumptions);

    public void AddSent() => Interlocked.Increment(ref _sent);

    public void AddAnswered() => Interlocked.Increment(ref _answered);

    public void AddOpen() => Interlocked.Increment(ref _open);

    public void AddFailure() => Interlocked.Increment(ref _failures);

    public void AddResumption() => Interlocked.Increment(ref _resumptions);
}
