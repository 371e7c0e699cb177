using Orleans.Streams;
using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Client.Sessions;

/// <summary>Puts a session's frames on its input stream in order, one send at a time.</summary>
/// <remarks>
/// A stream that takes a frame at once costs nothing but the call. What comes while a send is under way waits, and travels in the
/// next one together. Frames are taken under the session's lock and sent outside of it: a stream is foreign code.
/// </remarks>
/// <param name="gate">The session's lock.</param>
/// <param name="source">The session.</param>
/// <param name="stream">Its input stream.</param>
/// <param name="patience">How long a frame is tried.</param>
internal sealed partial class FramePublisher(Lock gate, IFrameSource source, IAsyncStream<InputFrame> stream, PublishPatience patience)
{
    private const int BatchLimit = 256;

    private InputFrame? _next;
    private Queue<InputFrame>? _behind;
    private TaskCompletionSource? _idle;
    private bool _isSending;
    private bool _isBackingOff;
    private bool _isStopped;

    /// <summary>Takes the next frame. The session's window bounds how many can wait.</summary>
    /// <returns>Whether the caller must call <see cref="Send"/> when it has left the lock; otherwise a send is under way and goes on with it.</returns>
    public bool Take(InputFrame frame)
    {
        lock (gate)
        {
            if (_isStopped)
            {
                return false;
            }

            if (_isSending)
            {
                (_behind ??= new()).Enqueue(frame);
                return false;
            }

            _isSending = true;
            _next = frame;
            return true;
        }
    }

    /// <summary>Takes frames that were sent before. Those of them that still wait do not travel twice.</summary>
    /// <param name="frames">All frames from one sequence number on.</param>
    /// <returns>As <see cref="Take"/>.</returns>
    public bool TakeAgain(IReadOnlyList<InputFrame> frames)
    {
        lock (gate)
        {
            if (_behind is not null && frames.Count > 0)
            {
                _behind = new(_behind.Where(frame => frame.Sequence < frames[0].Sequence));
            }

            var mustSend = false;
            foreach (var frame in frames)
            {
                mustSend |= Take(frame);
            }

            return mustSend;
        }
    }

    /// <summary>Sends what was taken. To be called outside of the lock, by whom <see cref="Take"/> told so.</summary>
    public void Send()
    {
        for (var frame = _next; frame is not null; frame = NextOrIdle())
        {
            var sent = TrySend(frame);
            if (!sent.IsCompletedSuccessfully)
            {
                _ = SendOnAsync([frame], sent);
                return;
            }
        }
    }

    /// <summary>Sends nothing any more. May be called more than once.</summary>
    /// <returns>Completes when nothing is under way.</returns>
    public Task StopAsync()
    {
        lock (gate)
        {
            _isStopped = true;
            _behind = null;
            return _isSending && !_isBackingOff
                ? (_idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task
                : Task.CompletedTask;
        }
    }

    private InputFrame? NextOrIdle()
    {
        lock (gate)
        {
            _next = null;
            if (_behind is not null && _behind.TryDequeue(out var frame))
            {
                return frame;
            }

            BecomeIdle();
            return null;
        }
    }

    /// <summary>Goes on after a send that was not done at once.</summary>
    private async Task SendOnAsync(InputFrame[] frames, Task sent)
    {
        while (true)
        {
            var started = patience.Time.GetTimestamp();
            await sent.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!sent.IsCompletedSuccessfully && !await RetryAsync(frames, sent, started).ConfigureAwait(false))
            {
                lock (gate)
                {
                    _isStopped = true;
                    BecomeIdle();
                }

                return;
            }

            frames = GatherOrIdle();
            if (frames.Length == 0)
            {
                return;
            }

            sent = TrySend(frames);
        }
    }

    /// <summary>What waits, as much as fits into one message.</summary>
    private InputFrame[] GatherOrIdle()
    {
        lock (gate)
        {
            _next = null;
            if (_behind is not { Count: > 0 })
            {
                BecomeIdle();
                return [];
            }

            var count = 0;
            var bytes = 0L;
            foreach (var frame in _behind)
            {
                bytes += FrameSize.Of(frame.Input);
                if (count == BatchLimit || (count > 0 && bytes > FrameSize.LimitBytes))
                {
                    break;
                }

                count++;
            }

            var frames = new InputFrame[count];
            for (var i = 0; i < count; i++)
            {
                frames[i] = _behind.Dequeue();
            }

            return frames;
        }
    }

    private void BecomeIdle()
    {
        _isSending = false;
        _next = null;
        _behind = null;
        _idle?.TrySetResult();
    }

    private Task TrySend(InputFrame frame)
    {
        try
        {
            return stream.OnNextAsync(frame);
        }
        catch (Exception exception)
        {
            return Task.FromException(exception);
        }
    }

    private Task TrySend(InputFrame[] frames)
    {
        if (frames.Length == 1)
        {
            return TrySend(frames[0]);
        }

        try
        {
            return stream.OnNextBatchAsync(frames);
        }
        catch (Exception exception)
        {
            return Task.FromException(exception);
        }
    }
}
