namespace RnnCluster.Oracle.Stores;

/// <summary>A store that lives in the silos, and comes and goes with them.</summary>
internal sealed class SiloStore(StoreKind kind, string folder) : IOracleStore
{
    public StoreSettings Settings => new(kind, kind == StoreKind.Memory ? "memory" : "embedded", folder);

    public bool IsProcess => false;

    public Task StartAsync()
    {
        Directory.CreateDirectory(folder);
        return Task.CompletedTask;
    }

    public Task KillAsync() => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
