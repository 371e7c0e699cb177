using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Grains.Batching;

/// <summary>The part of a frame's work that one network does, step by step.</summary>
internal abstract class JobPhase
{
    /// <summary>What takes the steps.</summary>
    public abstract StepNetwork Network { get; }

    /// <summary>Rows of the next step.</summary>
    public virtual int Rows => 1;

    /// <summary>Whether a step may do more work than its rows say, such as to multiply inputs ahead. Default false.</summary>
    public virtual bool IsLong => false;

    /// <summary>Does what needs no step.</summary>
    /// <param name="scratch">Working space of some network, when the phase before ended on this thread just now; null otherwise.</param>
    /// <returns>Whether there are steps to take.</returns>
    public virtual bool Start(StepScratch? scratch) => true;

    /// <summary>Adds this step's rows to a batch of <see cref="Network"/>.</summary>
    public abstract void Gather(RowBatch batch);

    /// <summary>Takes what the step gave; the first row is <paramref name="first"/>.</summary>
    /// <returns>Whether the phase has another step.</returns>
    public abstract bool Take(RowBatch batch, int first, StepScratch scratch);
}
