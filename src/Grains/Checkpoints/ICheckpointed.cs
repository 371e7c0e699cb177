namespace RnnCluster.Grains.Checkpoints;

/// <summary>What a <see cref="CheckpointClock"/> tells.</summary>
internal interface ICheckpointed
{
    /// <summary>The time has come. Called on any thread; must return at once.</summary>
    void CheckpointDue();
}
