using Orleans.Storage;

namespace RnnCluster.Oracle.Faults;

/// <summary>A store that does what it is asked for; faults change some of it.</summary>
internal abstract class FaultyStorage(IGrainStorage real) : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>Name of a session's record.</summary>
    protected const string SessionName = "session";

    /// <summary>The store behind this one.</summary>
    protected IGrainStorage Real { get; } = real;

    public virtual Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Real.ReadStateAsync(stateName, grainId, grainState);

    public virtual Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Real.WriteStateAsync(stateName, grainId, grainState);

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Real.ClearStateAsync(stateName, grainId, grainState);

    void ILifecycleParticipant<ISiloLifecycle>.Participate(ISiloLifecycle observer) =>
        (Real as ILifecycleParticipant<ISiloLifecycle>)?.Participate(observer);
}
