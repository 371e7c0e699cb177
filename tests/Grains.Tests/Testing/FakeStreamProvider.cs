using Orleans.Streams;
using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Grains.Tests.Testing;

/// <summary>Output streams that refuse as often as they are told, and otherwise remember what came.</summary>
internal sealed class FakeStreamProvider : IStreamProvider
{
    /// <summary>How many more times the stream of a key refuses.</summary>
    public Dictionary<string, int> Refusals { get; } = [];

    public List<(string Key, long Sequence)> Published { get; } = [];

    public string Name => "fake";

    public bool IsRewindable => false;

    public IAsyncStream<T> GetStream<T>(StreamId streamId) => new Stream<T>(this, streamId);

    private sealed class Stream<T>(FakeStreamProvider provider, StreamId id) : IAsyncStream<T>
    {
        public bool IsRewindable => false;

        public string ProviderName => provider.Name;

        public StreamId StreamId => id;

        public Task OnNextAsync(T item, StreamSequenceToken? token = null)
        {
            var key = id.GetKeyAsString();
            if (provider.Refusals.TryGetValue(key, out var left) && left > 0)
            {
                provider.Refusals[key] = left - 1;
                return Task.FromException(new InvalidOperationException("the queue is full"));
            }

            provider.Published.Add((key, ((OutputFrame)(object)item!).Sequence));
            return Task.CompletedTask;
        }

        public Task OnNextBatchAsync(IEnumerable<T> batch, StreamSequenceToken? token = null) => throw new NotSupportedException();

        public Task OnCompletedAsync() => Task.CompletedTask;

        public Task OnErrorAsync(Exception ex) => Task.CompletedTask;

        public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer) => throw new NotSupportedException();

        public Task<StreamSubscriptionHandle<T>> SubscribeAsync(
            IAsyncObserver<T> observer, StreamSequenceToken? token, string? filterData = null) => throw new NotSupportedException();

        public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncBatchObserver<T> observer) => throw new NotSupportedException();

        public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncBatchObserver<T> observer, StreamSequenceToken? token) =>
            throw new NotSupportedException();

        public Task<IList<StreamSubscriptionHandle<T>>> GetAllSubscriptionHandles() => throw new NotSupportedException();

        public int CompareTo(IAsyncStream<T>? other) => id.CompareTo(other!.StreamId);

        public bool Equals(IAsyncStream<T>? other) => other?.StreamId == id;
    }
}
