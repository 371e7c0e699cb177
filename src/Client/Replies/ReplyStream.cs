using Orleans.Streams;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Client.Sessions;

namespace RnnCluster.Client.Replies;

/// <summary>One stream of outputs to this client, and its subscription.</summary>
/// <param name="open">Gives the stream.</param>
/// <param name="context">What all reply streams of a client share.</param>
internal sealed class ReplyStream(Func<IAsyncStream<OutputFrame>> open, ReplyContext context) : IAsyncBatchObserver<OutputFrame>
{
    // A call to a silo that has just died is not answered; the next renewal finds another one.
    private static readonly TimeSpan RenewalPatience = TimeSpan.FromMilliseconds(2_500);

    private readonly Lock _gate = new();
    private Task<StreamSubscriptionHandle<OutputFrame>>? _subscription;
    private Task _renewal = Task.CompletedTask;
    private long _renewedAt;
    private long _heardAt = context.Time.GetTimestamp();
    private bool _isEnded;

    /// <summary>Whether nothing was heard for as long as a session may be silent.</summary>
    public bool IsSilent => context.Time.GetElapsedTime(Volatile.Read(ref _heardAt)).TotalMilliseconds >= context.RenewAfterMs;

    /// <summary>Subscribes once; what failed is tried again by the next call.</summary>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    public Task SubscribeAsync()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isEnded, typeof(RnnClient));
            if (_subscription is null or { IsFaulted: true } or { IsCanceled: true })
            {
                _subscription = SubscribePatientlyAsync();
                _renewedAt = context.Time.GetTimestamp();
            }

            return _subscription;
        }
    }

    /// <summary>Takes up the subscription that the cluster has, or makes a new one when it has none any more. Never throws.</summary>
    /// <remarks>Many sessions ask at a time; the cluster is asked once in <see cref="ReplyContext.RenewAfterMs"/>.</remarks>
    public Task RenewAsync()
    {
        lock (_gate)
        {
            if (!_isEnded && _renewal.IsCompleted && _subscription is { IsCompletedSuccessfully: true }
                && context.Time.GetElapsedTime(_renewedAt).TotalMilliseconds >= context.RenewAfterMs)
            {
                _renewedAt = context.Time.GetTimestamp();
                _renewal = RenewOnceAsync();
            }

            return _renewal;
        }
    }

    /// <summary>Ends the subscription.</summary>
    public async Task UnsubscribeAsync()
    {
        Task renewal;
        lock (_gate)
        {
            _isEnded = true;
            renewal = _renewal;
        }

        await renewal;
        if (_subscription is null)
        {
            return;
        }

        try
        {
            await (await _subscription).UnsubscribeAsync();
        }
        catch (Exception exception)
        {
            // There never was one, or the cluster is gone and has forgotten it.
            ClientLog.NotUnsubscribed(context.Logger, exception);
        }
    }

    /// <inheritdoc />
    public Task OnNextAsync(IList<SequentialItem<OutputFrame>> items)
    {
        Volatile.Write(ref _heardAt, context.Time.GetTimestamp());
        for (var i = 0; i < items.Count; i++)
        {
            context.Receive(items[i].Item);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task OnErrorAsync(Exception ex)
    {
        ClientLog.OutputStreamFailed(context.Logger, ex);
        return Task.CompletedTask;
    }

    private Task<StreamSubscriptionHandle<OutputFrame>> SubscribePatientlyAsync()
    {
        var isFirst = true;
        return PatientCall.CallAsync(
            () =>
            {
                // What was not answered may have been done.
                var call = isFirst ? open().SubscribeAsync(this) : TakeUpAsync();
                isFirst = false;
                return call;
            },
            context.Patience,
            CancellationToken.None);
    }

    private async Task RenewOnceAsync()
    {
        try
        {
            var handle = await TakeUpAsync();
            lock (_gate)
            {
                _subscription = Task.FromResult(handle);
            }
        }
        catch (Exception exception)
        {
            // The next session that stays silent asks again.
            ClientLog.NotRenewed(context.Logger, exception);
        }
    }

    private async Task<StreamSubscriptionHandle<OutputFrame>> TakeUpAsync()
    {
        var stream = open();
        var handles = await InTimeAsync(stream.GetAllSubscriptionHandles());
        var handle = await InTimeAsync(handles.Count > 0 ? handles[0].ResumeAsync(this) : stream.SubscribeAsync(this));
        ClientLog.Renewed(context.Logger, handle.StreamId, handles.Count > 0);

        // One whose answer came too late may have left another one: everything would come twice.
        foreach (var surplus in handles.Skip(1))
        {
            await InTimeAsync(surplus.UnsubscribeAsync());
        }

        return handle;
    }

    private Task<T> InTimeAsync<T>(Task<T> call)
    {
        call.Ignore();
        return call.WaitAsync(RenewalPatience, context.Time);
    }

    private Task InTimeAsync(Task call)
    {
        call.Ignore();
        return call.WaitAsync(RenewalPatience, context.Time);
    }
}
