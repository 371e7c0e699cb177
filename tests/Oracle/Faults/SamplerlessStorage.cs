using Orleans.Storage;
using RnnCluster.Grains.Checkpoints;

namespace RnnCluster.Oracle.Faults;

/// <summary>Stores sessions without their place in the random numbers.</summary>
internal sealed class SamplerlessStorage(IGrainStorage real, CheckpointFormat format) : FaultyStorage(real)
{
    public override async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (stateName != SessionName || grainState.State is not StoredBytes whole)
        {
            await base.WriteStateAsync(stateName, grainId, grainState);
            return;
        }

        var record = format.Decode(whole.Content);
        record.SamplerPosition = 0;
        var maimed = new GrainState<StoredBytes>(new StoredBytes { Content = format.Encode(record) }, grainState.ETag)
        {
            RecordExists = grainState.RecordExists,
        };
        await base.WriteStateAsync(stateName, grainId, maimed);
        (grainState.ETag, grainState.RecordExists) = (maimed.ETag, maimed.RecordExists);
    }
}
