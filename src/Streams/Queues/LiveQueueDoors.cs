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
    LiveQueueReceptionClient reception,
    Serializer<List<LiveBatch>> serializer,
    TimeProvider time,
    ILogger<LiveQueueDoors> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan HandOverPatience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ForwardAfter = TimeSpan.FromSeconds(1);

    /// <summary>Calls the door of a queue until it is on this silo, and again whenever it has gone.</summary>
    public async Task KeepAsync(int number, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            await FetchAsync(number, cancellation);
            await queues[number].WhenDoorGoneAsync().WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Hands what waits in a queue to the silo that its door is about to open on.</summary>
    public async Task HandOverAsync(int number, SiloAddress silo)
    {
        var batches = queues[number].TakeWaiting(onlyStranded: false);
        if (batches.Count == 0)
        {
            return;
        }

        try
        {
            var call = reception.TakeOverAsync(silo, Name(number), serializer.SerializeToArray(batches));
            call.Ignore();
            await call.WaitAsync(HandOverPatience, time);
        }
        catch (Exception exception)
        {
            // It goes after the door instead.
            LiveStreamLog.HandOverFailed(logger, Name(number), silo, exception);
            queues[number].TakeOver(batches);
        }
    }

    /// <summary>Sends on what waits in a queue, if neither door nor agent of it come to this silo soon.</summary>
    public async Task ForwardLaterAsync(int number)
    {
        await Task.Delay(ForwardAfter, time);
        await ForwardAsync(number);
    }

    /// <summary>Sends what waits in a queue that has neither door nor agent on this silo to its door.</summary>
    public async Task ForwardAsync(int number)
    {
        if (queues[number].TakeWaiting(onlyStranded: true) is not { Count: > 0 } batches)
        {
            return;
        }

        var message = serializer.SerializeToArray(batches);
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                await Door(number).EnqueueAsync(message);
                return;
            }
            catch (Exception exception) when (time.GetElapsedTime(started) > Patience)
            {
                LiveStreamLog.NotHandedOver(logger, batches.Sum(batch => batch.Events.Count), Name(number), exception);
                return;
            }
            catch (Exception)
            {
                // The door moves, or its queue is full.
            }

            await Task.Delay(Interval, time);
        }
    }

    /// <summary>Moves all doors of this silo, with what waits, to the silos that read their queues when this one is gone.</summary>
    public Task MoveAllAsync(CancellationToken cancellation) =>
        Task.WhenAll(Enumerable.Range(0, queues.Count).Where(number => queues[number].HasDoor).Select(number => MoveAsync(number, cancellation)));

    private async Task FetchAsync(int number, CancellationToken cancellation)
    {
        var isTold = false;
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                if (await CallAsync(number, local.SiloAddress, cancellation) && queues[number].HasDoor)
                {
                    return;
                }
            }
            catch (Exception exception) when (!cancellation.IsCancellationRequested)
            {
                if (!isTold)
                {
                    LiveStreamLog.DoorMissing(logger, Name(number), exception);
                    isTold = true;
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(Interval, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

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

            await ((Task)CallAsync(number, next, cancellation)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.Delay(Interval, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Task<bool> CallAsync(int number, SiloAddress silo, CancellationToken cancellation)
    {
        // A silo that stops does not wait for one that is gone.
        var call = Door(number).MoveToAsync(silo);
        call.Ignore();
        return call.WaitAsync(cancellation);
    }

    private ILiveQueueGrain Door(int number) => grains.GetGrain<ILiveQueueGrain>(Name(number));

    private string Name(int number) => new QueueKey(queues.Provider, number).ToString();
}
