using Orleans.Streams;
using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Client.Replies;

/// <summary>One stream of outputs to this client, and its subscription.</summary>
/// <param name="open">Gives the stream.</param>
/// <param name="context">What all reply streams of a client share.</param>
internal sealed class ReplyStream(Func<IAsyncStream<OutputFrame>> open, ReplyContext context) : IAsyncBatchObserver<OutputFrame>
{
    private readonly Lock _gate = new();
    private Task<StreamSubscriptionHandle<OutputFrame>>? _subscription;
    private Task _renewal = Task.CompletedTask;
    private long _renewedAt;
    private bool _isEnded;

    /// <summary>Subscribes once; what failed is tried again by the next call.</summary>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    public Task SubscribeAsync()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isEnded, typeof(RnnClient));
            if (_subscription is null or { IsFaulted: true } or { IsCanceled: true })
            {
                _subscription = open().SubscribeAsync(this);
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

    private async Task RenewOnceAsync()
    {
        try
        {
            var stream = open();
            var handles = await stream.GetAllSubscriptionHandles();
            var handle = handles.Count > 0 ? await handles[0].ResumeAsync(this) : await stream.SubscribeAsync(this);
            ClientLog.Renewed(context.Logger, handle.StreamId, handles.Count > 0);
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
}
