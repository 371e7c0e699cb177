using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Streams;
using RnnCluster.Streams.Attaching;

namespace RnnCluster.Streams.Queues;

/// <summary>The queues of one provider as this silo has them.</summary>
internal sealed class LiveQueues : ILiveStreamAttachments
{
    private readonly LiveQueue[] _queues;
    private readonly HashRingBasedStreamQueueMapper _mapper;
    private readonly ILogger<LiveQueues> _logger;

    public LiveQueues(string provider, LiveStreamOptions options, TimeProvider time, ILogger<LiveQueues> logger)
    {
        Provider = provider;
        _logger = logger;
        _mapper = CreateMapper(provider, options);
        _queues = [.. Enumerable.Range(0, options.QueueCount)
            .Select(number => new LiveQueue(new QueueKey(provider, number).ToString(), options, time))];
    }

    /// <summary>Name of the provider.</summary>
    public string Provider { get; }

    /// <summary>How many queues the provider has.</summary>
    public int Count => _queues.Length;

    public LiveQueue this[int number] => _queues[number];

    /// <summary>Spreads streams over queues by hash; the same in all processes.</summary>
    public static HashRingBasedStreamQueueMapper CreateMapper(string provider, LiveStreamOptions options) =>
        new(new HashRingStreamQueueMapperOptions { TotalQueueCount = options.QueueCount }, provider);

    /// <summary>Number of a stream's queue.</summary>
    public int NumberOf(StreamId stream) => (int)_mapper.GetQueueForStream(stream).GetNumericId();

    public IDisposable Attach<T>(StreamId stream, IGrainContext grain, ILiveStreamObserver<T> observer)
    {
        var queue = _queues[NumberOf(stream)];
        var attachment = new Attachment<T>(queue, stream, grain, observer, _logger);
        queue.Attach(stream, attachment);

        // A grain that failed to become active, or forgot, must not keep what is meant for its next activation.
        _ = grain.Deactivated.ContinueWith(
            static (_, ended) => ((IDisposable)ended!).Dispose(),
            attachment,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return attachment;
    }
}
