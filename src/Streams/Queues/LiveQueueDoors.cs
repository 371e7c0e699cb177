using Microsoft.Extensions.Logging;
using Orleans.Serialization;
using RnnCluster.Streams.Placement;

namespace RnnCluster.Streams.Queues;

/// <summary>Brings the doors of a provider's queues to where the queues are read, and hands over what this silo must not keep.</summary>
internal sealed class LiveQueueDoors(
    LiveQueues queues,
    QueueOwners owners,
    IGrainFactory grains,
    ILocalSiloDetails local,
    Serializer<List<LiveBatch>> serializer,
    TimeProvider time,
    ILogger<LiveQueueDoors> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Calls the door of a queue until it is on this silo.</summary>
    public async Task FetchAsync(int number, CancellationToken cancellation)
    {
        var isTold = false;
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                if (await Door(number).MoveToAsync(local.SiloAddress) && queues[number].HasDoor)
                {
                    return;
                }
            }
            catch (Exception exception)
            {
                if (!isTold)
                {
                    LiveStreamLog.DoorMissing(logger, Name(number), exception);
                    isTold = true;
                }
            }

            await Task.Delay(Interval, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Sends what waits in a queue whose door is elsewhere to that door.</summary>
    public async Task ForwardAsync(int number)
    {
        if (queues[number].HasDoor || queues[number].CloseDoor() is not { Count: > 0 } batches)
        {
            return;
        }

        try
        {
            await Door(number).EnqueueAsync(serializer.SerializeToArray(batches));
        }
        catch (Exception exception)
        {
            LiveStreamLog.NotHandedOver(logger, batches.Sum(batch => batch.Events.Count), Name(number), exception);
        }
    }

    /// <summary>Moves all doors of this silo, with what waits, to the silos that read their queues when this one is gone.</summary>
    public Task MoveAllAsync(CancellationToken cancellation) =>
        Task.WhenAll(Enumerable.Range(0, queues.Count).Where(number => queues[number].HasDoor).Select(number => MoveAsync(number, cancellation)));

    private async Task MoveAsync(int number, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        while (queues[number].HasDoor && owners.NextOwnerOf(number, queues.Count) is { } next)
        {
            if (time.GetElapsedTime(started) > Patience || cancellation.IsCancellationRequested)
            {
                LiveStreamLog.DoorStays(logger, Name(number));
                return;
            }

            await ((Task)Door(number).MoveToAsync(next)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.Delay(Interval, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private ILiveQueueGrain Door(int number) => grains.GetGrain<ILiveQueueGrain>(Name(number));

    private string Name(int number) => new QueueKey(queues.Provider, number).ToString();
}
