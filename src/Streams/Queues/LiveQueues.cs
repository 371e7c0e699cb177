using Microsoft.Extensions.Logging;
using RnnCluster.Streams.Attaching;
using RnnCluster.Streams.Placement;

namespace RnnCluster.Streams.Queues;

/// <summary>The queues of one provider as this silo has them.</summary>
internal sealed class LiveQueues : ILiveStreamAttachments, ILiveStreamLocator
{
    private readonly LiveQueue[] _queues;
    private readonly LiveStreamMap _map;
    private readonly QueueOwners _owners;
    private readonly ILogger<LiveQueues> _logger;

    public LiveQueues(
        string provider, LiveStreamOptions options, LiveStreamMap map, QueueOwners owners, TimeProvider time, ILogger<LiveQueues> logger)
    {
        Provider = provider;
        _map = map;
        _owners = owners;
        _logger = logger;
        _queues = [.. Enumerable.Range(0, options.QueueCount)
            .Select(number => new LiveQueue(new QueueKey(provider, number).ToString(), options, time))];
    }

    /// <summary>Name of the provider.</summary>
    public string Provider { get; }

    /// <summary>How many queues the provider has.</summary>
    public int Count => _queues.Length;

    public LiveQueue this[int number] => _queues[number];

    public SiloAddress? Locate(StreamId stream) => _owners.OwnerOf(_map.NumberOf(stream), Count);

    public SiloAddress? LocateNext(StreamId stream) => _owners.NextOwnerOf(_map.NumberOf(stream), Count);

    public IDisposable Attach<T>(StreamId stream, IGrainContext grain, ILiveStreamObserver<T> observer)
    {
        var queue = _queues[_map.NumberOf(stream)];
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
