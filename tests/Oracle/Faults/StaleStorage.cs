using Orleans.Storage;

namespace RnnCluster.Oracle.Faults;

/// <summary>Gives back the first record that a session ever stored, as if it were the latest.</summary>
internal sealed class StaleStorage(IGrainStorage real) : FaultyStorage(real)
{
    private const string FirstName = "first";

    public override async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await base.ReadStateAsync(stateName, grainId, grainState);
        var first = new GrainState<T>();
        await Real.ReadStateAsync(FirstName, grainId, first);
        if (stateName == SessionName && grainState.RecordExists && first.RecordExists)
        {
            grainState.State = first.State!;
        }
    }

    public override async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await base.WriteStateAsync(stateName, grainId, grainState);
        var first = new GrainState<T>();
        await Real.ReadStateAsync(FirstName, grainId, first);
        if (stateName == SessionName && !first.RecordExists)
        {
            first.State = grainState.State;
            await Real.WriteStateAsync(FirstName, grainId, first);
        }
    }
}
