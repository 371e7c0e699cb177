using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Streams;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Streams;

namespace RnnCluster.Grains.Sessions;

/// <summary>Puts outputs on their streams, and waits while those have no room. One for all sessions of a silo.</summary>
internal sealed class OutputPublisher(
    [FromKeyedServices(RnnStreams.OutputProvider)] IStreamProvider provider,
    IOptions<SessionOptions> options,
    SessionMetrics metrics,
    TimeProvider time,
    ILogger<OutputPublisher> logger)
{
    private const int FirstRetryMs = 5;
    private const int LongestRetryMs = 500;

    /// <summary>The stream of that key.</summary>
    public IAsyncStream<OutputFrame> StreamOf(string key) => provider.GetStream<OutputFrame>(RnnStreams.Output(key));

    /// <summary>Publishes to a stream; a failure that lasts is logged, and the sender asks again for what it misses.</summary>
    public async ValueTask PublishAsync(IAsyncStream<OutputFrame> stream, OutputFrame output)
    {
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
                if (time.GetElapsedTime(started).TotalMilliseconds >= options.Value.PublishWaitMs)
                {
                    metrics.Dropped();
                    SessionLog.OutputDropped(logger, output.Session, output.Sequence, output.Part, exception);
                    return;
                }

                await Task.Delay(TimeSpan.FromMilliseconds(retryMs), time);
            }
        }
    }
}
