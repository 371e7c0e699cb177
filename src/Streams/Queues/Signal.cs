namespace RnnCluster.Streams.Queues;

/// <summary>Wakes all that wait for it, and can be waited for anew. The lock of its owner guards it.</summary>
internal sealed class Signal
{
    private TaskCompletionSource? _next;

    /// <summary>Completes at the next <see cref="Set"/>.</summary>
    public Task Next => (_next ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Set()
    {
        _next?.TrySetResult();
        _next = null;
    }
}
