using Orleans.Streams;
using RnnCluster.Streams.Queues;

namespace RnnCluster.Streams.Receiving;

/// <summary>Reads a queue for the pulling agent of this silo: waits for data instead of coming back with nothing.</summary>
internal sealed class LiveQueueReceiver(LiveQueue queue, LiveQueueCache cache, LiveQueueDoors doors, int number) : IQueueAdapterReceiver, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _keeping = Task.CompletedTask;
    private long _sequence;

    public Task Initialize(TimeSpan timeout)
    {
        queue.StartReading();
        _keeping = doors.KeepAsync(number, _stopping.Token);
        return Task.CompletedTask;
    }

    public Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount) => GetQueueMessagesAsync(maxCount, _stopping.Token);

    public async Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount, CancellationToken cancellationToken)
    {
        var batches = await queue.ReadAsync(cache.ReadWait, cancellationToken);
        var containers = new List<IBatchContainer>(batches.Count);
        foreach (var batch in batches)
        {
            batch.Place(++_sequence);
            containers.Add(batch);
        }

        return containers;
    }

    public Task MessagesDeliveredAsync(IList<IBatchContainer> messages) => Task.CompletedTask;

    public async Task Shutdown(TimeSpan timeout)
    {
        await _stopping.CancelAsync();
        await _keeping;
        queue.StopReading(cache.TakeUndelivered());
        await doors.ForwardAsync(number);
        Dispose();
    }

    public void Dispose() => _stopping.Dispose();
}
