namespace RnnCluster.Grains.Checkpoints;

/// <summary>Tries whether the store of sessions can be read and written.</summary>
public interface IStoreProbe
{
    /// <summary>Reads and writes a record of no session; <see cref="IStoreHealth"/> is told how it went.</summary>
    /// <param name="cancellation">Ends the wait for the store.</param>
    /// <exception cref="OperationCanceledException">The store took too long.</exception>
    Task ProbeAsync(CancellationToken cancellation);
}
