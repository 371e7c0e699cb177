using Microsoft.Extensions.Logging;
using Orleans.Streams;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Streams;

namespace RnnCluster.Grains.Sessions;

/// <summary>Puts a session's outputs on their stream, and waits while that has no room.</summary>
internal sealed class OutputPublisher(IStreamProvider provider, SessionOptions options, TimeProvider time, ILogger logger)
{
    private const int FirstRetryMs = 5;
    private const int LongestRetryMs = 500;

    private IAsyncStream<OutputFrame>? _stream;
    private string? _key;

    /// <summary>Publishes to stream <paramref name="key"/>; a failure that lasts is logged, and the sender asks again for what it misses.</summary>
    public async Task PublishAsync(string key, OutputFrame output)
    {
        // Kept in hand: while this output waits for room, another one may change the stream that is remembered.
        var stream = StreamOf(key);
        var started = time.GetTimestamp();
        for (var retryMs = FirstRetryMs; ; retryMs = Math.Min(2 * retryMs, LongestRetryMs))
        {
            try
            {
                await stream.OnNextAsync(output);
                return;
            }
            catch (Exception exception)
            {
                if (time.GetElapsedTime(started).TotalMilliseconds >= options.PublishWaitMs)
                {
                    SessionLog.OutputDropped(logger, output.Session, output.Sequence, output.Part, exception);
                    return;
                }

                await Task.Delay(TimeSpan.FromMilliseconds(retryMs), time);
            }
        }
    }

    private IAsyncStream<OutputFrame> StreamOf(string key)
    {
        if (_stream is null || _key != key)
        {
            _stream = provider.GetStream<OutputFrame>(RnnStreams.Output(key));
            _key = key;
        }

        return _stream;
    }
}
