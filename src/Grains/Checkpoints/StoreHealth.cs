using Microsoft.Extensions.Logging;

namespace RnnCluster.Grains.Checkpoints;

/// <summary>Remembers how the store does and logs when that changes: once when it fails, once when it is well again.</summary>
internal sealed class StoreHealth(TimeProvider time, ILogger<StoreHealth> logger) : IStoreHealth
{
    private readonly Lock _gate = new();

    private volatile Outage? _outage;

    public DateTimeOffset? FailingSince => _outage?.Since;

    public string? Reason => _outage?.Reason;

    public void Succeeded()
    {
        // The usual case costs a read.
        if (_outage is null)
        {
            return;
        }

        Outage ended;
        lock (_gate)
        {
            if (_outage is not { } outage)
            {
                return;
            }

            (ended, _outage) = (outage, null);
        }

        var elapsed = time.GetUtcNow() - ended.Since;
        StoreHealthLog.WellAgain(logger, elapsed.TotalSeconds, ended.Failures);
    }

    public void Failed(Exception failure)
    {
        lock (_gate)
        {
            var before = _outage;
            _outage = new Outage(before?.Since ?? time.GetUtcNow(), failure.Message, (before?.Failures ?? 0) + 1);
            if (before is not null)
            {
                return;
            }
        }

        StoreHealthLog.Failing(logger, failure);
    }

    private sealed record Outage(DateTimeOffset Since, string Reason, long Failures);
}
