using Orleans.Streams;
using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Client.Tests.Replies;

/// <summary>An output stream whose subscriptions the test can lose.</summary>
internal sealed class FakeOutputStream : IAsyncStream<OutputFrame>
{
    private readonly List<FakeSubscription> _known = [];

    /// <summary>Thrown by the next calls.</summary>
    public Exception? Fault { get; set; }

    /// <summary>What calls wait for.</summary>
    public Task Hold { get; set; } = Task.CompletedTask;

    /// <summary>How often it was subscribed to.</summary>
    public int Subscribed { get; private set; }

    /// <summary>How often a subscription was taken up again.</summary>
    public int Resumed { get; set; }

    /// <summary>How often it was asked for its subscriptions.</summary>
    public int Asked { get; private set; }

    public bool IsRewindable => false;

    public string ProviderName => "fake";

    public StreamId StreamId => StreamId.Create("rnn.out", "client");

    /// <summary>The subscriptions that the cluster knows of.</summary>
    public IReadOnlyList<FakeSubscription> Known => _known;

    /// <summary>The cluster forgets all subscriptions: nobody hears of it.</summary>
    public void Lose() => _known.Clear();

    /// <summary>Delivers outputs to all that the cluster knows of.</summary>
    public async Task DeliverAsync(params OutputFrame[] outputs)
    {
        foreach (var subscription in _known.ToList())
        {
            await subscription.Observer.OnNextAsync(
                [.. outputs.Select(output => new SequentialItem<OutputFrame>(output, null!))]);
        }
    }

    public async Task<StreamSubscriptionHandle<OutputFrame>> SubscribeAsync(IAsyncBatchObserver<OutputFrame> observer)
    {
        Subscribed++;
        await Hold;
        ThrowFault();
        var subscription = new FakeSubscription(this, observer);
        _known.Add(subscription);
        return subscription;
    }

    public async Task<IList<StreamSubscriptionHandle<OutputFrame>>> GetAllSubscriptionHandles()
    {
        Asked++;
        await Hold;
        ThrowFault();
        return [.. _known];
    }

    public void Forget(FakeSubscription subscription) => _known.Remove(subscription);

    public void ThrowFault()
    {
        if (Fault is not null)
        {
            throw Fault;
        }
    }

    public Task<StreamSubscriptionHandle<OutputFrame>> SubscribeAsync(IAsyncObserver<OutputFrame> observer) =>
        throw new NotSupportedException();

    public Task<StreamSubscriptionHandle<OutputFrame>> SubscribeAsync(
        IAsyncObserver<OutputFrame> observer, StreamSequenceToken? token, string? filterData = null) => throw new NotSupportedException();

    public Task<StreamSubscriptionHandle<OutputFrame>> SubscribeAsync(
        IAsyncBatchObserver<OutputFrame> observer, StreamSequenceToken? token) => throw new NotSupportedException();

    public Task OnNextAsync(OutputFrame item, StreamSequenceToken? token = null) => throw new NotSupportedException();

    public Task OnNextBatchAsync(IEnumerable<OutputFrame> batch, StreamSequenceToken? token = null) => throw new NotSupportedException();

    public Task OnCompletedAsync() => throw new NotSupportedException();

    public Task OnErrorAsync(Exception ex) => throw new NotSupportedException();

    public int CompareTo(IAsyncStream<OutputFrame>? other) => StreamId.CompareTo(other!.StreamId);

    public bool Equals(IAsyncStream<OutputFrame>? other) => ReferenceEquals(this, other);
}
