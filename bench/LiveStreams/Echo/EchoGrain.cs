using Microsoft.Extensions.DependencyInjection;
using Orleans.Placement;
using Orleans.Streams;
using Orleans.Streams.Core;
using RnnCluster.LiveStreams.Streams;
using RnnCluster.Streams.Attaching;

namespace RnnCluster.LiveStreams.Echo;

/// <summary>
/// Publishes each event of its stream on the client's, by the plain API of Orleans' streams. Where the provider is ours it is also attached
/// to its stream, as a session is.
/// </summary>
[ImplicitStreamSubscription(InputNamespace), PreferLocalPlacement]
internal sealed class EchoGrain([FromKeyedServices(StreamVariant.InputProvider)] ILiveStreamAttachments? streams = null)
    : Grain, IEchoGrain, IStreamSubscriptionObserver, IAsyncBatchObserver<EchoEvent>, ILiveStreamObserver<EchoEvent>
{
    /// <summary>Namespace of the streams that it is subscribed to.</summary>
    public const string InputNamespace = "bench.echo";

    private IAsyncStream<EchoEvent>? _reply;
    private IDisposable? _attachment;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _attachment = streams?.Attach(StreamId.Create(InputNamespace, this.GetPrimaryKeyString()), GrainContext, this);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _attachment?.Dispose();
        return Task.CompletedTask;
    }

    public Task<EchoEvent> EchoAsync(EchoEvent item) => Task.FromResult(item);

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => handleFactory.Create<EchoEvent>().ResumeAsync(this);

    public async Task OnNextAsync(IList<SequentialItem<EchoEvent>> items)
    {
        foreach (var item in items)
        {
            await OnNextAsync(item.Item);
        }
    }

    public ValueTask OnNextAsync(EchoEvent item)
    {
        _reply ??= this.GetStreamProvider(StreamVariant.ReplyProvider)
            .GetStream<EchoEvent>(StreamId.Create(StreamVariant.ReplyNamespace, item.ReplyTo));
        return new ValueTask(_reply.OnNextAsync(item));
    }

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;
}
