using Microsoft.Extensions.DependencyInjection;
using Orleans.Streams;
using Orleans.Streams.Core;
using RnnCluster.Streams.Attaching;
using RnnCluster.Streams.Placement;

namespace RnnCluster.Streams.Tests.Cluster;

/// <summary>A grain that its stream wakes.</summary>
public interface ISubscriber : IGrainWithStringKey
{
    /// <summary>Comes back at once.</summary>
    Task PingAsync();
}

/// <summary>Takes events from the agent, one by one.</summary>
[ImplicitStreamSubscription(Namespace)]
internal sealed class PlainSubscriber(Journal journal) : Grain, ISubscriber, IStreamSubscriptionObserver, IAsyncObserver<Numbered>
{
    public const string Namespace = "plain";

    public Task PingAsync() => Task.CompletedTask;

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => handleFactory.Create<Numbered>().ResumeAsync(this);

    public Task OnNextAsync(Numbered item, StreamSequenceToken? token = null)
    {
        journal.Record($"{Namespace}/{this.GetPrimaryKeyString()}", item, (string?)RequestContext.Get("who"));
        return Task.CompletedTask;
    }

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;
}

/// <summary>Takes events from the agent, many at a time, and fails at the first one that it sees.</summary>
[ImplicitStreamSubscription(Namespace)]
internal sealed class FailingSubscriber(Journal journal) : Grain, IStreamSubscriptionObserver, IAsyncBatchObserver<Numbered>, ISubscriber
{
    public const string Namespace = "failing";

    private bool _hasFailed;

    public Task PingAsync() => Task.CompletedTask;

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => handleFactory.Create<Numbered>().ResumeAsync(this);

    public Task OnNextAsync(IList<SequentialItem<Numbered>> items)
    {
        if (!_hasFailed)
        {
            _hasFailed = true;
            throw new InvalidOperationException("the first one fails");
        }

        foreach (var item in items)
        {
            journal.Record($"{Namespace}/{this.GetPrimaryKeyString()}", item.Item);
        }

        return Task.CompletedTask;
    }

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;
}

/// <summary>Is attached to its stream; leaves memory after each so many events when its key says so.</summary>
[ImplicitStreamSubscription(Namespace)]
[StreamQueuePlacement(StreamsCluster.Provider, Namespace)]
internal sealed class AttachedSubscriber(Journal journal, [FromKeyedServices(StreamsCluster.Provider)] ILiveStreamAttachments streams)
    : Grain, ISubscriber, IStreamSubscriptionObserver, IAsyncBatchObserver<Numbered>, ILiveStreamObserver<Numbered>
{
    public const string Namespace = "attached";
    public const string Restless = "restless";

    private const int RestlessEvents = 50;

    private IDisposable? _attachment;
    private int _events;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _attachment = streams.Attach<Numbered>(StreamId.Create(Namespace, this.GetPrimaryKeyString()), GrainContext, this);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _attachment?.Dispose();
        return Task.CompletedTask;
    }

    public Task PingAsync() => Task.CompletedTask;

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => handleFactory.Create<Numbered>().ResumeAsync(this);

    public Task OnNextAsync(IList<SequentialItem<Numbered>> items)
    {
        foreach (var item in items)
        {
            Take(item.Item);
        }

        return Task.CompletedTask;
    }

    public ValueTask OnNextAsync(Numbered item)
    {
        Take(item);
        return default;
    }

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;

    private void Take(Numbered item)
    {
        journal.Record($"{Namespace}/{this.GetPrimaryKeyString()}", item, (string?)RequestContext.Get("who"));
        if (++_events % RestlessEvents == 0 && this.GetPrimaryKeyString().StartsWith(Restless, StringComparison.Ordinal))
        {
            DeactivateOnIdle();
        }
    }
}
