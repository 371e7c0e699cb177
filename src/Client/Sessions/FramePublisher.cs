using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Orleans.Streams;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Client.Sessions;

/// <summary>Puts a session's frames on its input stream in order. What gathers while a send is under way travels in the next one together.</summary>
internal sealed class FramePublisher : IAsyncDisposable
{
    private const int BatchLimit = 256;
    private const int FirstRetryMs = 5;
    private const int LongestRetryMs = 500;

    private readonly Channel<InputFrame> _frames = Channel.CreateUnbounded<InputFrame>(new() { SingleReader = true });
    // Has no timer, so there is nothing to dispose; disposing twice stays harmless.
    private readonly CancellationTokenSource _stopping = new();
    private readonly string _session;
    private readonly IAsyncStream<InputFrame> _stream;
    private readonly int _waitMs;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action<SessionException> _fail;
    private readonly Task _loop;

    public FramePublisher(
        string session, IAsyncStream<InputFrame> stream, int waitMs, TimeProvider time, ILogger logger, Action<SessionException> fail)
    {
        _session = session;
        _stream = stream;
        _waitMs = waitMs;
        _time = time;
        _logger = logger;
        _fail = fail;
        _loop = Task.Run(PublishAllAsync);
    }

    /// <summary>Queues a frame. The session's window bounds how many can be queued.</summary>
    public void Publish(InputFrame frame) => _frames.Writer.TryWrite(frame);

    /// <summary>Stops sending. May be called more than once.</summary>
    public async ValueTask DisposeAsync()
    {
        _frames.Writer.TryComplete();
        await _stopping.CancelAsync();
        await _loop;
    }

    private async Task PublishAllAsync()
    {
        var batch = new List<InputFrame>();
        try
        {
            while (await _frames.Reader.WaitToReadAsync(_stopping.Token))
            {
                Gather(batch);
                if (!await PublishAsync(batch))
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed: what is not sent by now was given up by the session.
        }
    }

    /// <summary>Takes what waits, as long as it fits into one message.</summary>
    private void Gather(List<InputFrame> batch)
    {
        batch.Clear();
        var bytes = 0L;
        while (batch.Count < BatchLimit && _frames.Reader.TryPeek(out var frame))
        {
            bytes += FrameSize.Of(frame);
            if (batch.Count > 0 && bytes > FrameSize.LimitBytes)
            {
                return;
            }

            batch.Add(frame);
            _frames.Reader.TryRead(out _);
        }
    }

    /// <summary>Whether the session goes on.</summary>
    private async Task<bool> PublishAsync(List<InputFrame> batch)
    {
        var started = _time.GetTimestamp();
        for (var retryMs = FirstRetryMs; ; retryMs = Math.Min(2 * retryMs, LongestRetryMs))
        {
            try
            {
                await _stream.OnNextBatchAsync(batch);
                return true;
            }
            catch (Exception exception)
            {
                if (_time.GetElapsedTime(started).TotalMilliseconds >= _waitMs)
                {
                    ClientLog.PublishFailed(_logger, _session, _waitMs, exception);
                    _fail(new SessionException(ErrorCodes.Overloaded,
                        $"the input stream of session {_session} took no frame for {_waitMs} ms: {exception.Message}"));
                    return false;
                }

                await Task.Delay(TimeSpan.FromMilliseconds(retryMs), _time, _stopping.Token);
            }
        }
    }
}
