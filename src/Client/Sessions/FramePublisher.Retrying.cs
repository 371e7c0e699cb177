using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Client.Sessions;

internal sealed partial class FramePublisher
{
    private const int FirstRetryMs = 5;
    private const int LongestRetryMs = 500;

    /// <summary>Tries again until the stream takes the frames.</summary>
    /// <returns>Whether it did; otherwise the session has failed or stopped.</returns>
    private async Task<bool> RetryAsync(InputFrame[] frames, Task sent, long started)
    {
        for (var retryMs = FirstRetryMs; !sent.IsCompletedSuccessfully; retryMs = Math.Min(2 * retryMs, LongestRetryMs))
        {
            if (patience.Time.GetElapsedTime(started).TotalMilliseconds >= patience.WaitMs && !IsStopped())
            {
                Fail(sent.Exception?.InnerException ?? new TaskCanceledException(sent));
                return false;
            }

            if (!await BackOffAsync(retryMs).ConfigureAwait(false))
            {
                return false;
            }

            sent = TrySend(frames);
            await sent.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return true;
    }

    /// <summary>Waits without a send under way.</summary>
    /// <returns>Whether the session still goes on.</returns>
    private async Task<bool> BackOffAsync(int waitMs)
    {
        lock (gate)
        {
            if (_isStopped)
            {
                return false;
            }

            _isBackingOff = true;
        }

        await Task.Delay(TimeSpan.FromMilliseconds(waitMs), patience.Time).ConfigureAwait(false);
        lock (gate)
        {
            _isBackingOff = false;
            return !_isStopped;
        }
    }

    private bool IsStopped()
    {
        lock (gate)
        {
            return _isStopped;
        }
    }

    private void Fail(Exception exception)
    {
        ClientLog.PublishFailed(patience.Logger, source.Name, patience.WaitMs, exception);
        source.Fail(new SessionException(ErrorCodes.Overloaded,
            $"the input stream of session {source.Name} took no frame for {patience.WaitMs} ms: {exception.Message}"));
    }
}
