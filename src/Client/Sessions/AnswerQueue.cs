using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;
using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Client.Sessions;

/// <summary>Outputs on the way to their one reader, in order.</summary>
/// <remarks>A reader that keeps up costs no memory: one output waits in a field, and to wait for the next one allocates nothing.</remarks>
/// <param name="gate">The session's lock; guards this queue too. Readers run outside of it.</param>
internal sealed class AnswerQueue(Lock gate) : IValueTaskSource<bool>
{
    private ManualResetValueTaskSourceCore<bool> _arrival = new() { RunContinuationsAsynchronously = true };
    private OutputFrame? _next;
    private Queue<OutputFrame>? _behind;
    private Exception? _failure;
    private bool _isAwaited;
    private bool _isComplete;

    /// <summary>Puts an output at the end; one that comes after the end is dropped.</summary>
    public void Write(OutputFrame output)
    {
        lock (gate)
        {
            if (_isComplete)
            {
                return;
            }

            if (_next is null)
            {
                _next = output;
            }
            else
            {
                (_behind ??= new()).Enqueue(output);
            }

            if (_isAwaited)
            {
                _isAwaited = false;
                _arrival.SetResult(true);
            }
        }
    }

    /// <summary>Says that nothing follows. Does nothing when that was said before.</summary>
    /// <param name="failure">What the reader gets after the last output; null for a plain end.</param>
    public void Complete(Exception? failure = null)
    {
        lock (gate)
        {
            if (_isComplete)
            {
                return;
            }

            _isComplete = true;
            _failure = failure;
            if (_isAwaited)
            {
                _isAwaited = false;
                if (failure is null)
                {
                    _arrival.SetResult(false);
                }
                else
                {
                    _arrival.SetException(failure);
                }
            }
        }
    }

    /// <summary>Takes the next output, when there is one.</summary>
    public bool TryTake([NotNullWhen(true)] out OutputFrame? output)
    {
        lock (gate)
        {
            output = _next;
            _next = null;
            if (_behind is not null && !_behind.TryDequeue(out _next))
            {
                _behind = null;
            }

            return output is not null;
        }
    }

    /// <summary>All outputs as they come, until the end.</summary>
    public async IAsyncEnumerable<OutputFrame> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        using var registration = CancelWith(cancellation);
        while (await WaitAsync(cancellation))
        {
            while (TryTake(out var output))
            {
                yield return output;
            }
        }
    }

    /// <summary>Lets <paramref name="cancellation"/> end waits, for as long as the registration lives.</summary>
    public CancellationTokenRegistration CancelWith(CancellationToken cancellation) =>
        cancellation.UnsafeRegister(static (queue, cancelled) => ((AnswerQueue)queue!).Cancel(cancelled), this);

    /// <summary>Waits for an output; false at the end. Only a token that was given to <see cref="CancelWith"/> ends the wait.</summary>
    /// <exception cref="InvalidOperationException">Another reader waits already.</exception>
    public ValueTask<bool> WaitAsync(CancellationToken cancellation)
    {
        lock (gate)
        {
            if (cancellation.IsCancellationRequested)
            {
                return ValueTask.FromCanceled<bool>(cancellation);
            }

            if (_next is not null)
            {
                return new(true);
            }

            if (_isComplete)
            {
                return _failure is null ? new(false) : ValueTask.FromException<bool>(_failure);
            }

            if (_isAwaited)
            {
                throw new InvalidOperationException("the outputs of a session have one reader at a time, and another one waits");
            }

            _isAwaited = true;
            _arrival.Reset();
            return new(this, _arrival.Version);
        }
    }

    bool IValueTaskSource<bool>.GetResult(short token) => _arrival.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _arrival.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _arrival.OnCompleted(continuation, state, token, flags);

    private void Cancel(CancellationToken cancelled)
    {
        lock (gate)
        {
            if (_isAwaited)
            {
                _isAwaited = false;
                _arrival.SetException(new OperationCanceledException(cancelled));
            }
        }
    }
}
