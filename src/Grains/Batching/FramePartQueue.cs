namespace RnnCluster.Grains.Batching;

/// <summary>The parts of one answer on their way from the engine's threads to the session, which reads one after the other.</summary>
/// <remarks>A part that is there already costs its reader no wait and no allocation.</remarks>
internal sealed class FramePartQueue
{
    private readonly Queue<FramePart> _parts = new();
    private Exception? _failure;
    private TaskCompletionSource? _arrival;

    /// <summary>Adds a part.</summary>
    public void Add(FramePart part)
    {
        lock (_parts)
        {
            _parts.Enqueue(part);
            _arrival?.TrySetResult();
        }
    }

    /// <summary>Nothing comes any more; what is there already is still read.</summary>
    public void Fail(Exception failure)
    {
        lock (_parts)
        {
            _failure = failure;
            _arrival?.TrySetResult();
        }
    }

    /// <summary>Takes the next part as soon as it is there.</summary>
    /// <exception cref="OperationCanceledException">The reader does not want to wait any more.</exception>
    /// <exception cref="Exception">What the answer failed with.</exception>
    public ValueTask<FramePart> ReadAsync(CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<FramePart>(cancellation);
        }

        lock (_parts)
        {
            if (_parts.TryDequeue(out var part))
            {
                return ValueTask.FromResult(part);
            }

            if (_failure is not null)
            {
                return ValueTask.FromException<FramePart>(_failure);
            }

            _arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return ReadLaterAsync(_arrival.Task, cancellation);
        }
    }

    private async ValueTask<FramePart> ReadLaterAsync(Task arrival, CancellationToken cancellation)
    {
        await arrival.WaitAsync(cancellation);
        return await ReadAsync(cancellation);
    }
}
