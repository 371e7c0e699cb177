namespace RnnCluster.Grains.Models;

/// <summary>Says once of each change on the disk that it is over: what is looked at has looked the same for a while.</summary>
internal sealed class SettledChange(TimeProvider time)
{
    private ulong? _signature;
    private long _since = time.GetTimestamp();

    /// <summary>Whether there is a change that was not told yet.</summary>
    public bool IsPending { get; private set; } = true;

    /// <summary>Takes a look.</summary>
    /// <param name="signature">What it looks like; null when it is not there.</param>
    /// <param name="settle">How long it must have looked like that.</param>
    /// <returns>Whether a change is over.</returns>
    public bool Take(ulong? signature, TimeSpan settle)
    {
        if (signature != _signature)
        {
            (_signature, _since, IsPending) = (signature, time.GetTimestamp(), true);
        }

        if (!IsPending || time.GetElapsedTime(_since) < settle)
        {
            return false;
        }

        IsPending = false;
        return true;
    }

    /// <summary>Whether it still looks as it was taken; if not, the change is not over.</summary>
    public bool Confirm(ulong? signature)
    {
        if (signature == _signature)
        {
            return true;
        }

        (_signature, _since, IsPending) = (signature, time.GetTimestamp(), true);
        return false;
    }
}
