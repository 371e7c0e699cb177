using Orleans.Streams;
using RnnCluster.Streams.Placement;
using RnnCluster.Streams.Sending;

namespace RnnCluster.Streams;

/// <summary>The way of a process into the queues of a provider, and in a silo the way of its agents out of them.</summary>
internal sealed class LiveStreamAdapter(
    string name,
    LiveStreamMap map,
    QueueSender[] senders,
    Func<QueueId, IQueueAdapterReceiver> createReceiver,
    ILiveStreamFilter? filter) : IQueueAdapter
{
    public string Name { get; } = name;

    public bool IsRewindable => false;

    public StreamProviderDirection Direction => StreamProviderDirection.ReadWrite;

    public IQueueAdapterReceiver CreateReceiver(QueueId queueId) => createReceiver(queueId);

    public Task QueueMessageBatchAsync<T>(
        StreamId streamId, IEnumerable<T> events, StreamSequenceToken? token, Dictionary<string, object>? requestContext)
    {
        if (token is not null)
        {
            throw new ArgumentException($"live streams give no places to events: the token must be null and is {token}", nameof(token));
        }

        var items = events.Cast<object>().ToArray();
        if (filter is not null)
        {
            items = [.. items.SelectMany(item => Enumerable.Repeat(item, filter.Copies(streamId, item)))];
        }

        return items.Length == 0
            ? Task.CompletedTask
            : senders[map.NumberOf(streamId)].SendAsync(streamId, items, requestContext);
    }
}
