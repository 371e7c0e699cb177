namespace RnnCluster.LiveStreams.Load;

/// <summary>Who waits for the answers of a session, in the order in which they asked.</summary>
internal sealed class AnswerQueue<T>
{
    private readonly Queue<TaskCompletionSource<T>> _waiting = new(1);

    /// <summary>The next answer that nobody waits for yet.</summary>
    public Task<T> ExpectAsync()
    {
        var source = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_waiting)
        {
            _waiting.Enqueue(source);
        }

        return source.Task;
    }

    /// <summary>Gives an answer to who waits longest.</summary>
    public void Take(T answer) => Next().SetResult(answer);

    /// <summary>Tells who waits longest that none comes.</summary>
    public void Fail(Exception exception) => Next().SetException(exception);

    private TaskCompletionSource<T> Next()
    {
        lock (_waiting)
        {
            return _waiting.Dequeue();
        }
    }
}
