using RnnCluster.Grains.Batching;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Engine;

/// <summary>Steps of a session: a frame of so many tokens.</summary>
internal sealed class TokenJob(TokenSession session, long tokens, CancellationToken cancellation = default) : StepJob(cancellation)
{
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _end = session.Steps + tokens;

    /// <summary>Ends with the last step, or when the job is cancelled.</summary>
    public Task Completion => _completion.Task;

    public override string Model => "lstm";

    public override StepNetwork Network => session.Network;

    public override int Rows => 1;

    public override void Gather(RowBatch batch) => session.Gather((StepBatch)batch);

    public override bool Take(RowBatch batch, int first, StepScratch scratch)
    {
        session.Scatter((StepBatch)batch, first);
        return session.Steps < _end;
    }

    public override void Complete(Exception? failure)
    {
        if (failure is null or OperationCanceledException)
        {
            _completion.SetResult();
        }
        else
        {
            _completion.SetException(failure);
        }
    }
}
