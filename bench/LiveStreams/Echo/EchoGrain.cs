using Orleans.Streams;
using Orleans.Streams.Core;
using RnnCluster.LiveStreams.Streams;

namespace RnnCluster.LiveStreams.Echo;

/// <summary>Publishes each event of its stream on the client's, by the plain API of Orleans' streams.</summary>
[ImplicitStreamSubscription(InputNamespace)]
internal sealed class EchoGrain : Grain, IEchoGrain, IStreamSubscriptionObserver, IAsyncBatchObserver<EchoEvent>
{
    /// <summary>Namespace of the streams that it is subscribed to.</summary>
    public const string InputNamespace = "bench.echo";

    private IAsyncStream<EchoEvent>? _reply;

    public Task<EchoEvent> EchoAsync(EchoEvent item) => Task.FromResult(item);

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => handleFactory.Create<EchoEvent>().ResumeAsync(this);

    public async Task OnNextAsync(IList<SequentialItem<EchoEvent>> items)
    {
        foreach (var item in items)
        {
            _reply ??= this.GetStreamProvider(StreamVariant.ReplyProvider)
                .GetStream<EchoEvent>(StreamId.Create(StreamVariant.ReplyNamespace, item.Item.ReplyTo));
            await _reply.OnNextAsync(item.Item);
        }
    }

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;
}
