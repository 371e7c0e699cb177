using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Serialization;
using Orleans.Streams;
using RnnCluster.Streams.Placement;
using RnnCluster.Streams.Queues;
using RnnCluster.Streams.Receiving;
using RnnCluster.Streams.Sending;

namespace RnnCluster.Streams;

/// <summary>Makes the parts of one provider: in a client the way in, in a silo also the queues, their readers and their caches.</summary>
internal sealed class LiveStreamAdapterFactory : IQueueAdapterFactory, IQueueAdapterCache
{
    private readonly string _name;
    private readonly LiveStreamOptions _options;
    private readonly IServiceProvider _services;
    private readonly LiveStreamMap _map;

    // Null in a client, which reads nothing.
    private readonly LiveQueues? _queues;
    private readonly LiveQueueCache?[] _caches;

    public LiveStreamAdapterFactory(IServiceProvider services, string name)
    {
        _services = services;
        _name = name;
        _options = services.GetRequiredService<IOptionsMonitor<LiveStreamOptions>>().Get(name);
        _map = services.GetRequiredKeyedService<LiveStreamMap>(name);
        _queues = services.GetKeyedService<LiveQueues>(name);
        _caches = new LiveQueueCache?[_options.QueueCount];
    }

    public Task<IQueueAdapter> CreateAdapter()
    {
        var grains = _services.GetRequiredService<IGrainFactory>();
        var serializer = _services.GetRequiredService<Serializer<List<LiveBatch>>>();
        var patience = new AnswerPatience(_options, Time, _services.GetService<GatewayLoss>());
        var lanes = new SiloLanes(_services.GetRequiredService<Serializer<List<QueuePart>>>(), patience, _options);
        var senders = Enumerable.Range(0, _options.QueueCount).Select(number =>
        {
            var key = new QueueKey(_name, number);
            var door = grains.GetGrain<ILiveQueueGrain>(key.ToString());
            return new QueueSender(key, door, _queues?[number], lanes, serializer, _options, patience, Time);
        });
        return Task.FromResult<IQueueAdapter>(new LiveStreamAdapter(
            _name, _map, [.. senders], CreateReceiver, _services.GetKeyedService<ILiveStreamFilter>(_name)));
    }

    public IQueueAdapterCache GetQueueAdapterCache() => this;

    public IStreamQueueMapper GetStreamQueueMapper() => _map.Mapper;

    public Task<IStreamFailureHandler> GetDeliveryFailureHandler(QueueId queueId) =>
        Task.FromResult<IStreamFailureHandler>(new NoOpStreamDeliveryFailureHandler());

    /// <summary>A cache for the agent that is about to read the queue; asked for just before its receiver.</summary>
    public IQueueCache CreateQueueCache(QueueId queueId)
    {
        var number = LiveStreamMap.NumberOf(queueId);
        var logger = _services.GetRequiredService<ILogger<LiveQueueCache>>();
        return _caches[number] = new LiveQueueCache(Queues[number], _options, Time, logger);
    }

    private TimeProvider Time => _services.GetService<TimeProvider>() ?? TimeProvider.System;

    private LiveQueues Queues => _queues ?? throw new InvalidOperationException($"streams '{_name}' are read by silos, not by clients");

    private LiveQueueReceiver CreateReceiver(QueueId queueId)
    {
        var number = LiveStreamMap.NumberOf(queueId);
        return new LiveQueueReceiver(Queues[number], _caches[number]!, _services.GetRequiredKeyedService<LiveQueueDoors>(_name), number);
    }
}
