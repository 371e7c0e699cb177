using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Streams;
using RnnCluster.Streams.Attaching;
using RnnCluster.Streams.Placement;

namespace RnnCluster.Streams.Queues;

/// <summary>The queues of one provider as this silo has them.</summary>
internal sealed class LiveQueues : ILiveStreamAttachments, ILiveStreamLocator
{
    private readonly LiveQueue[] _queues;
    private readonly HashRingBasedStreamQueueMapper _mapper;
    private readonly QueueOwners _owners;
    private readonly ILogger<LiveQueues> _logger;

    public LiveQueues(string provider, LiveStreamOptions options, QueueOwners owners, TimeProvider time, ILogger<LiveQueues> logger)
    {
        Provider = provider;
        _owners = owners;
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

    public SiloAddress? Locate(StreamId stream) => _owners.OwnerOf(NumberOf(stream), Count);

    public SiloAddress? LocateNext(StreamId stream) => _owners.NextOwnerOf(NumberOf(stream), Count);

    public IDisposable Attach<T>(StreamId stream, IGrainContext grain, ILiveStreamObserver<T> observer)
    {
        var queue = _queues[NumberOf(stream)];
        var attachment = new Attachment<T>(queue, stream, grain, observer, _logger);
        queue.Attach(stream, attachment);
        return attachment;
    }
}
