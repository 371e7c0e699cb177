using Orleans.Streams;
using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Client.Tests.Sessions;

/// <summary>What no input stream of these tests is asked for.</summary>
internal abstract class InputStreamStub : IAsyncStream<InputFrame>
{
    public bool IsRewindable => false;

    public string ProviderName => "fake";

    public StreamId StreamId => StreamId.Create("rnn.in", "tagger/s");

    public abstract Task OnNextAsync(InputFrame item, StreamSequenceToken? token = null);

    public abstract Task OnNextBatchAsync(IEnumerable<InputFrame> batch, StreamSequenceToken? token = null);

    public Task OnCompletedAsync() => throw new NotSupportedException();

    public Task OnErrorAsync(Exception ex) => throw new NotSupportedException();

    public Task<StreamSubscriptionHandle<InputFrame>> SubscribeAsync(IAsyncObserver<InputFrame> observer) =>
        throw new NotSupportedException();

    public Task<StreamSubscriptionHandle<InputFrame>> SubscribeAsync(
        IAsyncObserver<InputFrame> observer, StreamSequenceToken? token, string? filterData = null) => throw new NotSupportedException();

    public Task<StreamSubscriptionHandle<InputFrame>> SubscribeAsync(IAsyncBatchObserver<InputFrame> observer) =>
        throw new NotSupportedException();

    public Task<StreamSubscriptionHandle<InputFrame>> SubscribeAsync(
        IAsyncBatchObserver<InputFrame> observer, StreamSequenceToken? token) => throw new NotSupportedException();

    public Task<IList<StreamSubscriptionHandle<InputFrame>>> GetAllSubscriptionHandles() => throw new NotSupportedException();

    public int CompareTo(IAsyncStream<InputFrame>? other) => StreamId.CompareTo(other!.StreamId);

    public bool Equals(IAsyncStream<InputFrame>? other) => ReferenceEquals(this, other);
}
