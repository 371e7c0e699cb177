using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Packages;

namespace RnnCluster.Grains.Batching;

/// <summary>Work of one session that takes one or more steps. The engine takes one step of it a pass.</summary>
/// <remarks>The engine calls a job from one thread at a time; between <see cref="StepEngine.Run"/> and its end, the job owns its state.</remarks>
internal abstract class StepJob(CancellationToken cancellation)
{
    /// <summary>Most rows of one step: the beams of a search.</summary>
    public const int RowsLimit = PackageLimits.Beams;

    /// <summary>The model that the job is for, as metrics name it.</summary>
    public abstract string Model { get; }

    /// <summary>What takes the next step. It may be another one after each step: an encoder, then a decoder.</summary>
    public abstract StepNetwork Network { get; }

    /// <summary>Rows of the next step, 1 to <see cref="RowsLimit"/>; known when the step before is taken.</summary>
    public abstract int Rows { get; }

    /// <summary>Whether the next step may do more work than its rows say; no step for a thread that has something else to do.</summary>
    public virtual bool IsLong => false;

    /// <summary>Looked at between passes.</summary>
    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>When it was brought to the engine; 0 once its first step is taken, and when nobody wants to know.</summary>
    public long BroughtAt { get; set; }

    /// <summary>Adds this step's <see cref="Rows"/> to a batch of <see cref="Network"/>.</summary>
    public abstract void Gather(RowBatch batch);

    /// <summary>Takes what the step gave.</summary>
    /// <param name="batch">The batch after the step.</param>
    /// <param name="first">The first of this job's rows.</param>
    /// <param name="scratch">Working space of this pass.</param>
    /// <returns>Whether the job has another step.</returns>
    public abstract bool Take(RowBatch batch, int first, StepScratch scratch);

    /// <summary>The job is over: <paramref name="failure"/> says how, null for well. Called once, by the engine; must return soon.</summary>
    public abstract void Complete(Exception? failure);
}
