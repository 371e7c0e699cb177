namespace RnnCluster.Grains.Checkpoints;

/// <summary>Whether this silo's last operations on the store of sessions came through.</summary>
public interface IStoreHealth
{
    /// <summary>Since when operations fail; null while they come through.</summary>
    DateTimeOffset? FailingSince { get; }

    /// <summary>Why the last failed one did; null while they come through.</summary>
    string? Reason { get; }

    /// <summary>An operation came through.</summary>
    void Succeeded();

    /// <summary>An operation failed: the store could not be reached or could not keep what it was given.</summary>
    /// <param name="failure">Why.</param>
    void Failed(Exception failure);
}
