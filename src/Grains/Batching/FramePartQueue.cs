using System.Runtime.ExceptionServices;
using System.Threading.Tasks.Sources;

namespace RnnCluster.Grains.Batching;

/// <summary>The parts of one answer on their way from the engine's threads to the session, which reads one after the other.</summary>
/// <remarks>
/// A part that is there already costs its reader no wait. One that is not resumes the reader on the scheduler that it waits on, in one
/// hop. Neither takes memory, as long as the reader keeps up.
/// </remarks>
internal sealed class FramePartQueue : IValueTaskSource<FramePart>
{
    private readonly object _gate = new();
    private ManualResetValueTaskSourceCore<bool> _arrival = new() { RunContinuationsAsynchronously = true };
    private FramePart? _next;
    private Queue<FramePart>? _behind;
    private Exception? _failure;
    private bool _isAwaited;

    /// <summary>Adds a part.</summary>
    public void Add(FramePart part)
    {
        lock (_gate)
        {
            if (_next is null)
            {
                _next = part;
            }
            else
            {
                (_behind ??= new Queue<FramePart>()).Enqueue(part);
            }

            TellReader();
        }
    }

    /// <summary>Nothing comes any more; what is there already is still read, unless nobody wants it: the answer was cancelled.</summary>
    public void Fail(Exception failure)
    {
        lock (_gate)
        {
            _failure = failure;
            if (failure is OperationCanceledException)
            {
                _next = null;
                _behind = null;
            }

            TellReader();
        }
    }

    /// <summary>Takes the next part as soon as it is there. One reader at a time.</summary>
    /// <exception cref="Exception">What the answer failed with.</exception>
    public ValueTask<FramePart> ReadAsync()
    {
        lock (_gate)
        {
            if (_next is null && _failure is null)
            {
                _isAwaited = true;
                return new ValueTask<FramePart>(this, _arrival.Version);
            }
        }

        return Take(out var part) is { } failure ? ValueTask.FromException<FramePart>(failure) : ValueTask.FromResult(part);
    }

    ValueTaskSourceStatus IValueTaskSource<FramePart>.GetStatus(short token) => _arrival.GetStatus(token);

    void IValueTaskSource<FramePart>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _arrival.OnCompleted(continuation, state, token, flags);

    FramePart IValueTaskSource<FramePart>.GetResult(short token)
    {
        _arrival.GetResult(token);
        _arrival.Reset();
        if (Take(out var part) is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        return part;
    }

    /// <summary>
    /// Tells the reader that waits, in one go with adding: one that comes after it has found what was added, and may already wait for what
    /// comes next.
    /// </summary>
    private void TellReader()
    {
        if (_isAwaited)
        {
            _isAwaited = false;
            _arrival.SetResult(true);
        }
    }

    /// <summary>Takes the next part, which must be there; if not, gives what the answer failed with.</summary>
    private Exception? Take(out FramePart part)
    {
        lock (_gate)
        {
            part = _next.GetValueOrDefault();
            var failure = _next is null ? _failure : null;
            _next = _behind is not null && _behind.TryDequeue(out var behind) ? behind : null;
            return failure;
        }
    }
}
