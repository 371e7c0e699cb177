using Orleans.Streams;
using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Client.Tests.Replies;

/// <summary>A subscription to a <see cref="FakeOutputStream"/>.</summary>
internal sealed class FakeSubscription(FakeOutputStream stream, IAsyncBatchObserver<OutputFrame> observer)
    : StreamSubscriptionHandle<OutputFrame>
{
    public IAsyncBatchObserver<OutputFrame> Observer { get; private set; } = observer;

    public override StreamId StreamId => stream.StreamId;

    public override string ProviderName => stream.ProviderName;

    public override Guid HandleId { get; } = Guid.NewGuid();

    public override Task UnsubscribeAsync()
    {
        stream.ThrowFault();
        stream.Forget(this);
        return Task.CompletedTask;
    }

    public override Task<StreamSubscriptionHandle<OutputFrame>> ResumeAsync(
        IAsyncBatchObserver<OutputFrame> observer, StreamSequenceToken? token = null)
    {
        stream.Resumed++;
        Observer = observer;
        return Task.FromResult<StreamSubscriptionHandle<OutputFrame>>(this);
    }

    public override Task<StreamSubscriptionHandle<OutputFrame>> ResumeAsync(
        IAsyncObserver<OutputFrame> observer, StreamSequenceToken? token = null) => throw new NotSupportedException();

    public override bool Equals(StreamSubscriptionHandle<OutputFrame>? other) => ReferenceEquals(this, other);
}
