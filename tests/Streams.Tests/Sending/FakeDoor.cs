using Orleans.Serialization;
using RnnCluster.Streams.Queues;

namespace RnnCluster.Streams.Tests.Sending;

/// <summary>A door in another process: holds each message until the test answers it.</summary>
internal sealed class FakeDoor(Serializer<List<LiveBatch>> serializer) : ILiveQueueGrain
{
    private readonly System.Threading.Channels.Channel<Message> _messages = System.Threading.Channels.Channel.CreateUnbounded<Message>();

    /// <summary>The next message that knocks.</summary>
    public async Task<Message> NextAsync() => await _messages.Reader.ReadAsync(TestContext.Current.CancellationToken);

    /// <summary>Whether another message knocked.</summary>
    public bool HasNext => _messages.Reader.Count > 0;

    public Task EnqueueAsync(byte[] message)
    {
        var arrived = new Message(serializer.Deserialize(message)!);
        _messages.Writer.TryWrite(arrived);
        return arrived.Answer.Task;
    }

    public Task<bool> MoveToAsync(SiloAddress silo) => Task.FromResult(false);

    internal sealed record Message(List<LiveBatch> Batches)
    {
        public TaskCompletionSource Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IEnumerable<object> Events => Batches.SelectMany(batch => batch.Events);
    }
}
