using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Grains.Batching;

/// <summary>Work of one session that takes one or more steps. The engine takes one step of it a pass.</summary>
/// <remarks>The engine calls a job from one thread at a time; between <see cref="StepEngine.Run"/> and its end, the job owns its state.</remarks>
internal abstract class StepJob(RecurrentNetwork network, RecurrentState state, CancellationToken cancellation)
{
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RecurrentNetwork Network { get; } = network;

    public RecurrentState State { get; } = state;

    /// <summary>Looked at between passes.</summary>
    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>Ends when the last step is done, the job was cancelled, or a step failed.</summary>
    public Task Completion => _completion.Task;

    /// <summary>Gives row <paramref name="row"/> this step's input.</summary>
    public abstract void SetInput(StepBatch batch, int row);

    /// <summary>Takes this step's logits; the state holds the step already.</summary>
    /// <returns>Whether the job has another step.</returns>
    public abstract bool TakeOutput(ReadOnlySpan<float> logits, StepScratch scratch);

    /// <summary>The job is over: <paramref name="failure"/> says how, null for well. Called once, by the engine.</summary>
    public virtual void Complete(Exception? failure)
    {
        switch (failure)
        {
            case null:
                _completion.TrySetResult();
                break;
            case OperationCanceledException:
                _completion.TrySetCanceled(Cancellation);
                break;
            default:
                _completion.TrySetException(failure);
                break;
        }
    }
}
